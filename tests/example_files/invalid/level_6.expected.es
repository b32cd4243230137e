level_6.yaml:4:24: E219 cus_digital: el nivel debe ser un número entero de 1 a 5, o un par como [2, 4], y dice «6» (escriba una cifra, o la menor y la mayor entre corchetes)
