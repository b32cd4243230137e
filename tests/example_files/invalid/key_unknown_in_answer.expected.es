key_unknown_in_answer.yaml:4:15: E402 answers.headcount.valu: la clave «valu» no existe en este formato (¿quiso decir value?)
