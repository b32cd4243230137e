words_of_one_language.yaml:2:8: E431 title: los dos idiomas no usan los mismos huecos: subject (ponga los mismos {nombres} en los dos textos)
words_of_one_language.yaml:4:8: E401 heading.why.es: falta la clave «es» (añádala; docs/formats.md la describe)
words_of_one_language.yaml:5:15: E418 heading.risks.es: el texto está vacío (escríbalo, o quite la clave)
