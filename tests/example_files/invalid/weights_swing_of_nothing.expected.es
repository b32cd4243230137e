weights_swing_of_nothing.yaml:2:1: E434 swing: ninguna dimensión vale nada (dé 100 a la que más importe mejorar y compare las demás con ella)
