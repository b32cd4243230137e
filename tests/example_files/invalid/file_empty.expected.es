file_empty.yaml:1:1: E102 el archivo está vacío (svcmodel new answers escribe uno con todas las preguntas)
