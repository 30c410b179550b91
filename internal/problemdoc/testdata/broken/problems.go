package broken

import "example.org/metamodel"

func at(code string) metamodel.Problem { return metamodel.Kind{Code: code}.At("") }
