id_unknown_near.yaml:4:3: E201 cus_volum: no hay ninguna pregunta ni criterio con este identificador (¿quiso decir cus_volume?)
