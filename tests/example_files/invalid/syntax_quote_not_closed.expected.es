syntax_quote_not_closed.yaml:7:1: E101 faltan las comillas de cierre (se abren en la línea 5; ciérrelas, o quítelas si el texto no las necesita)
