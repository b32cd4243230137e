weights_two_ways.yaml:4:1: E432 ranks: los pesos se dan de una sola manera, y aquí hay varias: weights, ranks, swing (deje una de ellas)
