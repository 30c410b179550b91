package main

import (
	"math"
	"strconv"

	"github.com/spf13/pflag"
)

// finite is a flag that takes a number which is one: days and shares are
// neither infinite nor NaN, which JSON cannot say.
type finite struct{ value *float64 }

func (n finite) String() string { return strconv.FormatFloat(*n.value, 'g', -1, 64) }
func (n finite) Type() string   { return "float" }

func (n finite) Set(s string) error {
	v, err := strconv.ParseFloat(s, 64)
	if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
		err = &strconv.NumError{Func: "ParseFloat", Num: s, Err: strconv.ErrSyntax} // worded like any other word
	}
	if err != nil {
		return err
	}
	*n.value = v
	return nil
}

func finiteVar(f *pflag.FlagSet, p *float64, name string, def float64, usage string) {
	*p = def
	f.Var(finite{p}, name, usage)
}
