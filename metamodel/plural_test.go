package metamodel_test

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestEnglishAgreesWithItsCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, want string }{
		{metamodel.Counted("%d error(s), %d warning(s)", 1, 2), "1 error, 2 warnings"},
		{metamodel.Counted("%d entr(y|ies)", 0), "0 entries"},
		{metamodel.Counted("%d matter(s) (is|are) open", 1), "1 matter is open"},
		{metamodel.Counted("%s working day(s)", "1"), "1 working day"},
		{metamodel.Counted("%s working day(s)", "1–3"), "1–3 working days"},
		{metamodel.Counted("%s has %d file(s)", "2 file(s)", int64(1)), "2 file(s) has 1 file"},
		{metamodel.Counted("%d of “%s”: box(es) (if any)", 1, "a"), "1 of “a”: box (if any)"},
		{metamodel.Counted("%.1f%% of %d (see", 1.5, 2), "1.5% of 2 (see"},
		{metamodel.Kind{En: "{label} needs {limit} character(s)"}.At("", "label", "file(s)", "limit", 1).In("en"), "file(s) needs 1 character"},
		{metamodel.Kind{En: "{limit} entr(y|ies) of {label} (again)"}.At("", "label", metamodel.ZhEn("甲", "A"), "limit", 3).In("en"), "3 entries of A (again)"},
		{metamodel.Kind{Zh: "{n} 个(s)"}.At("", "n", 1).In("zh"), "1 个(s)"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
