model_fitted_turned.yaml:12:5: E437 effects.cus_human: la fuerza ajustada tiene el signo contrario (póngala a 0: lo que los casos contradicen se anula, no se invierte)
