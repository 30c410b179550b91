package metamodel_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestParametersArePutIntoTheWordsOnce(t *testing.T) {
	t.Parallel()
	k := metamodel.Kind{Code: "x", Zh: "{label}为“{name}”，最多 {limit} 个", En: "At most {limit} for {label} ({name})"}
	for _, c := range []struct {
		kind   metamodel.Kind
		params []any
		want   metamodel.Text
	}{
		{k, []any{"label", metamodel.ZhEn("姓名", "Name"), "name", "王", "limit", 3}, metamodel.ZhEn("姓名为“王”，最多 3 个", "At most 3 for Name (王)")},
		{k, []any{"name", "{limit}{name}{label}", "limit", int64(-5), "label", "a{"}, metamodel.ZhEn("a{为“{limit}{name}{label}”，最多 -5 个", "At most -5 for a{ ({limit}{name}{label})")},
		{k, []any{"label", metamodel.Zh("姓名"), "limit", 1.5}, metamodel.ZhEn("姓名为“{name}”，最多 1.5 个", "At most 1.5 for 姓名 ({name})")},
		{k, []any{"name", errors.New("e"), "lab", 1, "limits", 2}, metamodel.ZhEn("{label}为“e”，最多 {limit} 个", "At most {limit} for {label} (e)")},
		{metamodel.Kind{Zh: "{", En: "{}{{a}}{a"}, []any{"a", metamodel.TypeCode}, metamodel.ZhEn("{", "{}{code}{a")},
		{metamodel.Kind{Zh: "", En: "x"}, []any{"a", 1}, metamodel.ZhEn("", "x")},
		{k, nil, metamodel.ZhEn(k.Zh, k.En)},
	} {
		p := c.kind.At("premises/DE00203", c.params...)
		if !reflect.DeepEqual(p.Message, c.want) || p.Path != "premises/DE00203" || p.Code != c.kind.Code || p.Severity != metamodel.Error {
			t.Errorf("%v: %+v", c.params, p)
		}
		for i := 0; i+1 < len(c.params); i += 2 {
			if !reflect.DeepEqual(p.Params[c.params[i].(string)], c.params[i+1]) {
				t.Errorf("parameter %v is %v", c.params[i], p.Params)
			}
		}
		if (p.Params == nil) != (c.params == nil) {
			t.Errorf("%v: parameters %v", c.params, p.Params)
		}
	}
}
