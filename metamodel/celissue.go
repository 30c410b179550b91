package metamodel

import (
	"fmt"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
)

var (
	celUndeclared = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	celUndefined  = regexp.MustCompile(`^undefined field '([^']*)'`)
	celOverload   = regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '([^']*)'`)
	celNoMembers  = regexp.MustCompile(`^type '([^']*)' does not support field selection`)
	celUnexpected = regexp.MustCompile(`(?s)^(?:mismatched input|extraneous input|no viable alternative at input|token recognition error at:) '(.*?)'(?: expecting .*)?$`)
	celWord       = regexp.MustCompile(`[@A-Za-z_.][A-Za-z0-9_.]*`)
)

// reportIssues turns CEL's errors into problems: one for a source that cannot
// be read, since the rest of its errors follow from the first, and a few for
// one that does not fit the form.
func reportIssues(iss *cel.Issues, source, path string, s *sink) {
	for i, err := range iss.Errors() {
		msg := plainNames(err.Message)
		pos := position(err.Location)
		if strings.Contains(msg, "limit exceeded") || strings.Contains(msg, "recursion depth") {
			s.add(exprTooDeep, path, "at", deepest(source))
			return
		}
		detail, unread := strings.CutPrefix(msg, "Syntax error: ")
		name := celUndeclared.FindStringSubmatch(msg)
		if unread || name != nil && foreignWords[strings.ToLower(name[1])] != "" {
			if at, hint, found := foreignNotation(source); found {
				s.add(exprSyntax, path, "at", at, "detail", hint)
				return
			}
		}
		if unread {
			s.add(exprSyntax, path, "at", pos, "detail", syntaxWords(detail))
			return
		}
		if i == 5 { // enough to begin with
			return
		}
		if name != nil {
			s.add(exprUnknownName, path, "name", strings.TrimPrefix(name[1], "@"), "at", placeOfName(source, err.Location, strings.TrimPrefix(name[1], "@")))
		} else if m := celUndefined.FindStringSubmatch(msg); m != nil {
			s.add(exprUnknownName, path, "name", m[1], "at", placeOfName(source, err.Location, m[1]))
		} else if m := celOverload.FindStringSubmatch(msg); m != nil {
			op := strings.Trim(strings.ReplaceAll(m[1], "_", " "), " @") // “@in” is CEL's own name of “in”
			s.add(exprType, path, "at", pos, "detail", ZhEn(
				fmt.Sprintf("“%s”不能用于 %s", op, typeWords(m[2], "zh")),
				fmt.Sprintf("“%s” cannot be applied to %s", op, typeWords(m[2], "en"))))
		} else if m := celNoMembers.FindStringSubmatch(msg); m != nil {
			s.add(exprType, path, "at", pos, "detail", ZhEn(
				typeWords(m[1], "zh")+" 没有字段；可重复的一组请用 exists 或 all 逐条判断",
				typeWords(m[1], "en")+" has no fields; ask a repeat row by row with exists or all"))
		} else {
			s.add(exprType, path, "at", pos, "detail", ZhEn(typeWords(msg, "zh"), typeWords(msg, "en")))
		}
	}
}

// unusable reports what the library refuses although every check before it was
// passed: about the whole, for it does not say where.
func unusable(err error, path string, s *sink) {
	s.add(exprImpossible, path, "at", "1:1", "why", err.Error())
}

// syntaxWords shortens what the parser says to what a person can act on.
func syntaxWords(detail string) Text {
	m := celUnexpected.FindStringSubmatch(detail)
	switch {
	case m == nil:
		return ZhEn(clip(detail), clip(detail))
	case m[1] == "<EOF>":
		return ZhEn("表达式没有写完", "it is not finished")
	}
	return ZhEn("此处不应有“"+clip(m[1])+"”", "“"+clip(m[1])+"” is not expected here")
}

var celTypeWords = map[string]Text{
	"double": ZhEn("数字", "number"), "int": ZhEn("整数", "whole number"), "string": ZhEn("文字", "text"), "bool": ZhEn("是否", "yes/no"),
	"google.protobuf.Timestamp": ZhEn("日期", "date"), "timestamp": ZhEn("日期", "date"), "list": ZhEn("列表", "list"),
	"google.protobuf.Duration": ZhEn("时间", "time"), "duration": ZhEn("时间", "time"),
	"@type.daterange": ZhEn("日期范围", "date range"), "@type.person": ZhEn("人员", "person"), "@type.organisation": ZhEn("单位", "organisation"),
	"@type.identity": ZhEn("证件", "identity document"), "@type.address": ZhEn("地址", "address"), "@type.point": ZhEn("位置", "position"),
	"@type.signature": ZhEn("签名", "signature"), "@type.file": ZhEn("文件", "file"),
}

// typeWords replaces CEL's type names by words.
func typeWords(s, lang string) string {
	return celWord.ReplaceAllStringFunc(s, func(w string) string {
		if t, ok := celTypeWords[w]; ok {
			return t.In(lang)
		}
		return strings.TrimPrefix(w, "@")
	})
}

func typeWord(t string) Text { return ZhEn(typeWords(t, "zh"), typeWords(t, "en")) }
