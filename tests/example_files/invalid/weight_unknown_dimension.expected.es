weight_unknown_dimension.yaml:5:11: E301 weights.customers: no existe «customers» (¿quiso decir customer?)
