package metamodel

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Functions over coded answers. Their first argument must be a coded field (or
// question) itself: that is how they know its code list, which the check puts
// into the call. A code that an element of the list calls its parent lies
// under it.

var (
	notCode = ZhEn("代码不在代码表中", "The code is not in the list")

	codeArg  = argument{"field", cel.StringType}
	codesArg = argument{"field", cel.ListType(cel.StringType)}
	langArg  = argument{"language", cel.StringType}
)

var codeFunctions = []*function{
	{
		name: "codeName", since: "0.3",
		doc:      ZhEn("代码型答案的名称，可写语言 'zh' 或 'en'（不写则为中文）；多选的各个名称以顿号或逗号连接", "The name of a coded answer in a language, 'zh' or 'en' (Chinese when left out); several are joined by commas"),
		unknown:  notCode,
		examples: []string{"codeName(applicant.DE00103) == '有限责任公司'", "codeName(applicant.DE00103, 'en') == 'Limited liability company'", "codeName(applicant.DE00302) == '热食、冷食'"},
		forms: []overload{
			{args: []argument{codeArg}, gives: cel.StringType, needs: true, list: true, say: ZhEn("{1}的名称", "the name of {1}"), cost: 5, most: 64, call: codeName},
			{args: []argument{codeArg, langArg}, gives: cel.StringType, needs: true, list: true, say: ZhEn("{1}的名称", "the name of {1}"), cost: 5, most: 64, call: codeName},
			{args: []argument{codesArg}, gives: cel.StringType, needs: true, list: true, say: ZhEn("{1}的名称", "the names of {1}"), cost: 5, each: true, most: 2000, call: codeName},
			{args: []argument{codesArg, langArg}, gives: cel.StringType, needs: true, list: true, say: ZhEn("{1}的名称", "the names of {1}"), cost: 5, each: true, most: 2000, call: codeName},
		},
	},
	{
		name: "codeParent", since: "0.3",
		doc:      ZhEn("分级代码表中上一级的代码", "The code above, in a hierarchical list"),
		unknown:  ZhEn("代码不在代码表中，或者没有上一级", "The code is not in the list, or nothing is above it"),
		examples: []string{"codeParent(premises.DE09001) == '310100'"},
		forms: []overload{{args: []argument{codeArg}, gives: cel.StringType, needs: true, list: true, say: ZhEn("{1}的上一级", "what is above {1}"), cost: 5, most: 64, call: func(c *celContext, args []ref.Val) ref.Val {
			list, code := c.coded(args)
			if list == nil {
				return unknown("not a coded answer")
			}
			e, ok := list.Entry(code)
			if !ok || e.Parent == "" {
				return unknown("nothing is above %q", clip(code))
			}
			return types.String(e.Parent)
		}}},
	},
	{
		name: "isUnder", since: "0.3",
		doc:      ZhEn("分级代码表中，答案是否就是某个代码或在它之下", "Whether the answer is a code of a hierarchical list or lies anywhere under it"),
		unknown:  notCode,
		examples: []string{"isUnder(premises.DE09001, '310000')", "isUnder(premises.DE09001, '310101')", "!isUnder(premises.DE09001, '330000')"},
		forms: []overload{{args: []argument{codeArg, {"code", cel.StringType}}, gives: cel.BoolType, needs: true, list: true, say: ZhEn("{1}属于{2}", "{1} lies within {2}"), cost: 20, call: func(c *celContext, args []ref.Val) ref.Val {
			list, code := c.coded(args)
			over, ok := args[2].(types.String)
			if list == nil || !ok {
				return unknown("not a coded answer")
			}
			for range maxLevels {
				if code == string(over) {
					return types.True
				}
				e, ok := list.Entry(code)
				if !ok {
					return unknown("no code %q", clip(code))
				}
				if e.Parent == "" {
					return types.False
				}
				code = e.Parent
			}
			return unknown("the list goes in a circle")
		}}},
	},
}

// maxLevels bounds the climb through a list whose parents go in a circle.
const maxLevels = 20

// coded is the code list and the code of a call: args are the list's id, the
// code, and whatever follows.
func (c *celContext) coded(args []ref.Val) (*CodeList, string) {
	id, ok1 := args[0].(types.String)
	code, ok2 := args[1].(types.String)
	if !ok1 || !ok2 {
		return nil, ""
	}
	return c.env.lists[string(id)], string(code)
}

func codeName(c *celContext, args []ref.Val) ref.Val {
	lang := "zh"
	if len(args) == 3 {
		l, ok := args[2].(types.String)
		if !ok {
			return unknown("no such language")
		}
		lang = string(l)
	}
	id, _ := args[0].(types.String)
	list := c.env.lists[string(id)]
	if list == nil {
		return unknown("not a coded answer")
	}
	name := func(v ref.Val) (string, bool) {
		code, ok := v.(types.String)
		if !ok {
			return "", false
		}
		e, ok := list.Entry(string(code))
		return e.Name.In(lang), ok
	}
	several, ok := args[1].(interface {
		Size() ref.Val
		Get(ref.Val) ref.Val
	})
	if _, one := args[1].(types.String); one || !ok {
		n, ok := name(args[1])
		if !ok {
			return unknown("no such code")
		}
		return types.String(n)
	}
	size, _ := several.Size().(types.Int)
	names := make([]string, size)
	for i := range names {
		n, ok := name(several.Get(types.Int(i)))
		if !ok {
			return unknown("no such code")
		}
		names[i] = n
	}
	return types.String(strings.Join(names, listComma(lang)))
}

func listComma(lang string) string {
	if lang == "en" {
		return ", "
	}
	return "、"
}

// bindLists puts into every call that needs it the code list of its first
// argument, and reports calls whose argument has none, and codes that are in
// no entry.
func (e *celEnv) bindLists(a *ast.AST, sc scope, path string, s *sink) {
	over := map[string]*CodeList{} // what macros bind to the items of a coded list
	walkExpr(a.Expr(), nil, func(x ast.Expr, _ map[string]bool) {
		switch x.Kind() {
		case ast.ComprehensionKind:
			if k := x.AsComprehension(); k.IterRange() != nil {
				over[k.IterVar()] = e.listOf(a, sc, k.IterRange(), over)
			}
		case ast.CallKind:
			call := x.AsCall()
			args := call.Args()
			ids := a.GetOverloadIDs(x.ID())
			if len(ids) == 0 || len(args) < 3 {
				return
			}
			o, ok := overloads()[ids[0]]
			if !ok || !o.list {
				return
			}
			list := e.listOf(a, sc, args[2], over)
			name := strings.TrimPrefix(call.FunctionName(), "@")
			key, known := e.listKeys[list]
			if !known {
				loc := a.SourceInfo().GetStartLocation(x.ID())
				s.add(exprNotCoded, path, "function", name, "at", position(loc))
				return
			}
			args[1].SetKindCase(ast.NewExprFactory().NewLiteral(args[1].ID(), types.String(key)))
			if name == "isUnder" {
				for _, lit := range stringLiterals(args[3]) {
					code := string(lit.AsLiteral().(types.String))
					if _, ok := list.Entry(code); !ok {
						s.add(exprCode, path, "at", placeOf(a, lit), "code", clip(code), "field", list.Name, "list", list.ID)
					}
				}
			}
		}
	})
}

// listOf is the code list of what x reads, nil when it has none.
func (e *celEnv) listOf(a *ast.AST, sc scope, x ast.Expr, over map[string]*CodeList) *CodeList {
	switch x.Kind() {
	case ast.SelectKind:
		f := e.selected(a, x)
		if f == nil && x.AsSelect().Operand().Kind() == ast.SelectKind {
			f = e.selected(a, x.AsSelect().Operand()) // a part of a composite answer: an address's division
		}
		if f != nil {
			return f.f.CodeList
		}
	case ast.IdentKind:
		name := x.AsIdent()
		if list, ok := over[name]; ok {
			return list
		}
		if sc.siblings != nil {
			if i, ok := sc.siblings.byKey[name]; ok {
				return sc.siblings.fields[i].f.CodeList
			}
		}
		if q, ok := e.questions[name]; ok {
			if f := e.questionField(q); f != nil && f.f.CodeList != nil {
				return f.f.CodeList
			}
			return e.lists[q.CodeList]
		}
	}
	return nil
}

// nameLists gives every list of the form's fields and the guide's questions a
// name for calls: its id, or another one where two versions of a list meet.
func (e *celEnv) nameLists(reg Registry) {
	e.lists, e.listKeys = map[string]*CodeList{}, map[*CodeList]string{}
	add := func(l *CodeList) {
		if _, done := e.listKeys[l]; done || l == nil {
			return
		}
		key := l.ID
		for n := 2; e.lists[key] != nil; n++ {
			key = fmt.Sprintf("%s#%d", l.ID, n)
		}
		e.lists[key], e.listKeys[l] = l, key
	}
	for _, name := range sortedKeys(e.plan.byName) {
		for _, f := range e.plan.byName[name].fields {
			add(f.f.CodeList)
		}
	}
	for _, id := range sortedKeys(e.questions) {
		if q := e.questions[id]; q.CodeList != "" {
			if l, ok := reg.CodeList(q.CodeList); ok {
				add(l)
			}
		}
	}
}
