package metamodel

import (
	"slices"

	"github.com/shopspring/decimal"
)

// orders are comparisons of numbers and days that hold together: each says that
// one variable is at most so much above another. They can be met exactly when
// going round any circle of them adds up to no less than 0.
type orders struct {
	vars  []*ruleVar // the first is 0
	edges []order
	grid  map[*ruleVar]int32 // digits after the point; none: any number
}

// order says that a - b <= by, by place in vars; below counts what was strict.
type order struct {
	a, b  int
	by    decimal.Decimal
	below int
}

func newOrders(grid map[*ruleVar]int32) *orders { return &orders{vars: []*ruleVar{nil}, grid: grid} }

func (o *orders) place(v *ruleVar) int {
	at := slices.Index(o.vars, v)
	if at < 0 {
		at = len(o.vars)
		o.vars = append(o.vars, v)
	}
	return at
}

// add notes an order; where both sides step alike what is strict is a step less.
func (o *orders) add(a, b *ruleVar, by decimal.Decimal, strict bool) {
	e := order{a: o.place(a), b: o.place(b), by: by}
	if digits, ok := o.steps(a, b, by); ok {
		whole := by.RoundFloor(digits)
		if strict && whole.Equal(by) {
			whole = whole.Sub(decimal.New(1, -digits))
		}
		e.by = whole
	} else if strict {
		e.below = 1
	}
	o.edges = append(o.edges, e)
}

// mostStepped is up to where a double tells apart all that has mostStepDigits.
var mostStepped = decimal.New(1, 9)

const mostStepDigits = 6

func (o *orders) steps(a, b *ruleVar, by decimal.Decimal) (digits int32, ok bool) {
	for _, v := range []*ruleVar{a, b} {
		if v == nil {
			continue
		}
		n, stepped := o.grid[v]
		if !stepped {
			return 0, false
		}
		digits = max(digits, n)
	}
	return digits, digits == 0 || digits <= mostStepDigits && by.Abs().LessThan(mostStepped)
}

// stretch is a length of a way along orders.
type stretch struct {
	by    decimal.Decimal
	below int
	set   bool
}

func (t stretch) less(u stretch) bool {
	if !t.set || !u.set {
		return t.set
	}
	if c := t.by.Cmp(u.by); c != 0 {
		return c < 0
	}
	return t.below > u.below
}

// met reports whether some numbers meet all orders.
func (o *orders) met() bool {
	far := make([]stretch, len(o.vars))
	for i := range far {
		far[i].set = true
	}
	for range o.vars {
		moved := false
		for _, e := range o.edges {
			if t := (stretch{far[e.b].by.Add(e.by), far[e.b].below + e.below, true}); t.less(far[e.a]) {
				far[e.a], moved = t, true
			}
		}
		if !moved {
			return true
		}
	}
	return false
}

// numbers are some that meet all orders, by place.
func (o *orders) numbers() []decimal.Decimal {
	out := make([]decimal.Decimal, len(o.vars))
	edges := slices.Clone(o.edges)
	for i := 1; i < len(o.vars); i++ {
		ways := closed(len(o.vars), edges)
		out[i] = o.pick(o.vars[i], ways[0][i], ways[i][0])
		edges = append(edges, order{a: i, by: out[i]}, order{b: i, by: out[i].Neg()})
	}
	return out
}

// closed are the shortest ways from any variable to any other: what the first is
// at most above the second.
func closed(n int, edges []order) [][]stretch {
	ways := make([][]stretch, n)
	for i := range ways {
		ways[i] = make([]stretch, n)
		ways[i][i].set = true
	}
	for _, e := range edges {
		if t := (stretch{e.by, e.below, true}); t.less(ways[e.a][e.b]) {
			ways[e.a][e.b] = t
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				if a, b := ways[i][k], ways[k][j]; a.set && b.set {
					if t := (stretch{a.by.Add(b.by), a.below + b.below, true}); t.less(ways[i][j]) {
						ways[i][j] = t
					}
				}
			}
		}
	}
	return ways
}

// usual is what a variable is where nothing says otherwise.
func usual(v *ruleVar) decimal.Decimal {
	if v.f == nil || v.f.f.Element.Type == TypeDate {
		return decimal.NewFromInt(int64(day{2026, 1, 1}.number()))
	}
	return decimal.NewFromInt(10)
}

// pick takes a number between two bounds: -low and high, where they are set.
func (o *orders) pick(v *ruleVar, low, high stretch) decimal.Decimal {
	least, most, two := low.by.Neg(), high.by, decimal.NewFromInt(2)
	fits := func(d decimal.Decimal) bool {
		return (!low.set || d.GreaterThan(least) || low.below == 0 && d.Equal(least)) && (!high.set || d.LessThan(most) || high.below == 0 && d.Equal(most))
	}
	tries := []decimal.Decimal{usual(v)}
	if low.set {
		tries = append(tries, least, least.Floor().Add(decimal.NewFromInt(1)))
	}
	if high.set {
		tries = append(tries, most, most.Ceil().Sub(decimal.NewFromInt(1)))
	}
	for _, d := range tries {
		if digits, stepped := o.grid[v]; fits(d) && (!stepped || d.Equal(d.RoundFloor(digits))) {
			return d
		}
	}
	return least.Add(most).Div(two)
}
