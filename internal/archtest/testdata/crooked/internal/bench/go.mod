module example.org/bench
