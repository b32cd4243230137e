date_not_there.yaml:5:7: E218 date: «2026-02-30» no es una fecha (escriba año-mes-día, por ejemplo 2026-01-15)
