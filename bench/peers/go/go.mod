module chainready/bench/peer

go 1.20
