package metamodel

import (
	"fmt"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
)

var (
	celUndeclared = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	celUndefined  = regexp.MustCompile(`^undefined field '([^']*)'`)
	celOverload   = regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '([^']*)'`)
	celNoMembers  = regexp.MustCompile(`^type '([^']*)' does not support field selection`)
	celUnexpected = regexp.MustCompile(`(?s)^(?:mismatched input|extraneous input|no viable alternative at input|token recognition error at:) '(.*?)'(?: expecting .*)?$`)
	celWord       = regexp.MustCompile(`[@A-Za-z_.][A-Za-z0-9_.]*`)
)

// reportIssues turns CEL's errors into problems.
func reportIssues(iss *cel.Issues, path string, s *sink) {
	for i, err := range iss.Errors() {
		if i == 5 { // the rest follows from the first ones
			return
		}
		pos := position(err.Location)
		msg := plainNames(err.Message)
		if strings.Contains(msg, "limit exceeded") {
			s.add(exprTooDeep, path)
		} else if m := celUndeclared.FindStringSubmatch(msg); m != nil {
			s.add(exprUnknownName, path, "name", strings.TrimPrefix(m[1], "@"), "at", pos)
		} else if m := celUndefined.FindStringSubmatch(msg); m != nil {
			s.add(exprUnknownName, path, "name", m[1], "at", pos)
		} else if m := celOverload.FindStringSubmatch(msg); m != nil {
			op := strings.Trim(strings.ReplaceAll(m[1], "_", " "), " ")
			s.add(exprType, path, "at", pos, "detail", ZhEn(
				fmt.Sprintf("“%s”不能用于 %s", op, typeWords(m[2], "zh")),
				fmt.Sprintf("“%s” cannot be applied to %s", op, typeWords(m[2], "en"))))
		} else if detail, ok := strings.CutPrefix(msg, "Syntax error: "); ok {
			s.add(exprSyntax, path, "at", pos, "detail", syntaxWords(detail))
		} else if m := celNoMembers.FindStringSubmatch(msg); m != nil {
			s.add(exprType, path, "at", pos, "detail", ZhEn(
				typeWords(m[1], "zh")+" 没有字段；可重复的一组请用 exists 或 all 逐条判断",
				typeWords(m[1], "en")+" has no fields; ask a repeat row by row with exists or all"))
		} else {
			s.add(exprType, path, "at", pos, "detail", ZhEn(typeWords(msg, "zh"), typeWords(msg, "en")))
		}
	}
}

// position is a place in a source, "line:column", both from 1.
func position(at common.Location) string { return fmt.Sprintf("%d:%d", at.Line(), at.Column()+1) }

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
