type_subject_number.yaml:2:10: E403 subject: se esperaba un texto, y dice «2026» (escriba un solo texto; las cifras, entre comillas)
