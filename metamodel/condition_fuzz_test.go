package metamodel_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// Any text as a condition compiles or is refused in both languages; what
// compiles has the same truth each time, and names only what there is.
func FuzzCondition(f *testing.F) {
	for _, s := range []string{"applicant.DE00103 == '1130'", "size(employee) > 1 && employee.all(e, has(e.DE00001))", "premises.DE00203 / 0.0 > 1.0", "Q4 % 0 == 1", "'01' in applicant.DE00302", "employee[9].DE00001 == ''",
		"applicant.DE00103.matches('(a+)+$')", "timestamp('x') < now()", "[[[]]] == []", "{'a': 1}.a == 1", "employee.map(e, employee.map(x, employee.size())).size() > 0", "b'\\xff' == b''", "a?b:c", "\"\\ud800\"", "((((((((((true))))))))))", "!"} {
		f.Add(s, `{"applicant":{"DE00103":"1130","DE00302":["01"]},"premises":{"DE00203":3},"employee":[{"DE00001":"赵强"}]}`)
	}
	form, env := foodEnv(f)
	f.Fuzz(func(t *testing.T, source, answers string) {
		x, ps := env.Condition("x-check", source)
		if (x == nil) != ps.Failed() {
			t.Fatalf("%q: an expression and errors, or neither: %v", source, ps)
		}
		if x == nil {
			for _, p := range ps {
				if p.Message.In("zh") == "" || p.Message.In("en") == "" || !strings.HasPrefix(p.Path, "x-check") {
					t.Fatalf("%q: %v", source, p)
				}
			}
			return
		}
		for _, ref := range x.Refs() {
			_, field := form.Field(ref)
			if !field && ref != "employee" && !strings.HasPrefix(ref, "Q") {
				t.Fatalf("%q reads %q", source, ref)
			}
		}
		r := form.Check([]byte(answers), may())
		if first, again := r.Eval(x), r.Eval(x); first != again {
			t.Fatalf("%q is one thing, then another", source)
		}
		cel, quick, has := r.BothWays(x)
		if has && cel != quick {
			t.Fatalf("%q is %v, by the shortcut %v", source, cel, quick)
		}
		metamodel.Words(env, source)
	})
}

// A path out of an address points at something or at nothing.
func FuzzPath(f *testing.F) {
	for _, s := range []string{"", "/", "premises", "premises/DE00203", "employee", "employee/0", "employee/0/DE00001", "employee/-1/DE00001", "employee/99999999999/DE00001", "employee/00/DE00001", "employee//DE00001", "employee/1/DE00001/", "premises/DE00203/x"} {
		f.Add(s, `{"premises":{"DE00203":3},"employee":[{"DE00001":"赵强"},{}]}`)
	}
	form, _ := foodEnv(f)
	f.Fuzz(func(t *testing.T, path, answers string) {
		r := form.Check([]byte(answers), may())
		r.Visible(path)
		r.Required(path)
		r.Rows(path)
		r.Typed(path)
		r.Display(path, "en", true)
		if _, ok := r.Explain(path, true); !ok && r.Answered(path) {
			t.Fatalf("%q is answered and cannot be explained", path)
		}
		if raw := r.Raw(path); raw != nil && !json.Valid(raw) {
			t.Fatalf("%q is %s", path, raw)
		}
	})
}
