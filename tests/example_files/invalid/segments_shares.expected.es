segments_shares.yaml:3:1: E231 segments: las partes de los segmentos (share) suman 90.5 % y no 100 (corrija las partes; se admite 1 de más o de menos por el redondeo)
