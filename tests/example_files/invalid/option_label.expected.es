option_label.yaml:4:17: E206 organisation: «Established company» no es una de las opciones (¿quiso decir company? Opciones: company, new_venture, public_body, non_profit, internal_unit)
