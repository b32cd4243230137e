segments_shares_leave_nothing.yaml:3:1: E232 segments: las partes dadas (share) suman 100 % y no dejan nada para los demás segmentos (dé la parte de cada segmento o baje las que hay)
