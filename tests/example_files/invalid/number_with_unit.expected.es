number_with_unit.yaml:4:15: E202 cus_volume: debe ser un número, y dice «1200 contacts» (escriba solo la cifra, sin unidad ni comillas, o unknown si no la sabe)
