package metamodel

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
)

// position is a place in a source, "line:column", both from 1. What CEL does
// not place is in the source as a whole, which begins at 1:1.
func position(at common.Location) string {
	if at.Line() < 1 {
		return "1:1"
	}
	return fmt.Sprintf("%d:%d", at.Line(), at.Column()+1)
}

// placeOf is where a node begins, or its sign when it is an operation.
func placeOf(a *ast.AST, x ast.Expr) string {
	for x.Kind() == ast.SelectKind { // CEL places it at its dot
		x = x.AsSelect().Operand()
	}
	return position(a.SourceInfo().GetStartLocation(x.ID()))
}

// offsetPlace is the place of the character at an offset.
func offsetPlace(source []rune, at int) string {
	line, column := 1, 1
	for _, r := range source[:min(at, len(source))] {
		if column++; r == '\n' {
			line, column = line+1, 1
		}
	}
	return fmt.Sprintf("%d:%d", line, column)
}

// placeOfName is where a name stands that CEL places at the dot before it or
// at the bracket after it.
func placeOfName(source string, at common.Location, name string) string {
	runes, offset := []rune(source), 0
	for line := 1; line < at.Line() && offset < len(runes); offset++ {
		if runes[offset] == '\n' {
			line++
		}
	}
	if offset += at.Column(); at.Line() < 1 || offset < 0 || offset >= len(runes) {
		return position(at)
	}
	wanted := []rune(name)
	found := offset
	switch runes[offset] {
	case '.':
		for found++; found < len(runes) && (unicode.IsSpace(runes[found]) || runes[found] == '?'); found++ {
		}
	case '(':
		for found--; found >= 0 && unicode.IsSpace(runes[found]); found-- {
		}
		found -= len(wanted) - 1
	}
	if found < 0 || !strings.HasPrefix(string(runes[min(found, len(runes)):]), name) {
		return position(at)
	}
	return offsetPlace(runes, found)
}

// tooFar is the place of the first character that a source is too long by.
func tooFar(source string) string {
	end := maxExpr
	for end > 0 && !utf8.RuneStart(source[end]) {
		end--
	}
	return offsetPlace([]rune(source), utf8.RuneCountInString(source[:end]))
}

// deepest is the place of the innermost bracket; of a source without brackets,
// its beginning.
func deepest(source string) string {
	runes := []rune(source)
	depth, most, at := 0, 0, 0
	outsideTexts(runes, func(i int) int {
		switch runes[i] {
		case '(', '[', '{':
			if depth++; depth > most {
				most, at = depth, i
			}
		case ')', ']', '}':
			depth--
		}
		return 1
	})
	return offsetPlace(runes, at)
}

// outsideTexts visits the characters that are in no quoted text; visit says how
// many it took.
func outsideTexts(source []rune, visit func(i int) int) {
	for i := 0; i < len(source); {
		if quote := source[i]; quote == '\'' || quote == '"' {
			for i++; i < len(source) && source[i] != quote; i++ {
				if source[i] == '\\' {
					i++
				}
			}
			i++
			continue
		}
		i += max(visit(i), 1)
	}
}
