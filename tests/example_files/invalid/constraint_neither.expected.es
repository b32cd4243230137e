constraint_neither.yaml:6:5: E417 constraints[0]: una restricción mantiene un modelo (keep) o descarta algunos (rule_out), una de las dos cosas (escriba keep o rule_out)
