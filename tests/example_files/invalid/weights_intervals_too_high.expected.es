weights_intervals_too_high.yaml:2:1: E435 intervals: no hay pesos que quepan en estos intervalos: los mínimos suman 1.1 y los máximos 4.1, y los pesos suman 1 (baje algún mínimo o suba algún máximo)
