number_grouped_point.yaml:4:15: E203 cus_volume: «2.000» puede leerse como 2000 o como 2 (escriba 2000 o 2, sin separador de millares)
