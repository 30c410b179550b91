package citizen

import (
	"html/template"
	"net/url"
	"strings"
)

// Hints and static texts are written by designers in a small part of Markdown:
// paragraphs, lists ("- " and "1. "), **bold** and [links](https://…). All else
// is shown as it is written; nothing is ever passed on as HTML.

// Rich renders such a text. A single paragraph comes without its <p>, so that
// a plain hint stays a line.
func (l L) Rich(text string) template.HTML {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	var b strings.Builder
	blocks := richBlocks(text)
	for _, block := range blocks {
		if block.list == "" {
			if len(blocks) == 1 {
				l.richLines(&b, block.lines)
				continue
			}
			b.WriteString("<p>")
			l.richLines(&b, block.lines)
			b.WriteString("</p>")
			continue
		}
		class := `<ul class="govuk-list govuk-list--bullet">`
		if block.list == "ol" {
			class = `<ol class="govuk-list govuk-list--number">`
		}
		b.WriteString(class)
		for _, line := range block.lines {
			b.WriteString("<li>")
			l.richSpans(&b, line)
			b.WriteString("</li>")
		}
		b.WriteString("</" + block.list + ">")
	}
	return template.HTML(b.String()) // every piece of text was escaped on its way
}

// richBlock is a paragraph (list "") or a list, line by line.
type richBlock struct {
	list  string // "", "ul", "ol"
	lines []string
}

func richBlocks(text string) []richBlock {
	var out []richBlock
	open := false // the last block takes more lines
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			open = false
			continue
		}
		kind, rest := richItem(line)
		if !open || out[len(out)-1].list != kind {
			out = append(out, richBlock{list: kind})
			open = true
		}
		last := &out[len(out)-1]
		last.lines = append(last.lines, rest)
	}
	return out
}

// richItem recognises the line of a list and takes its mark away.
func richItem(line string) (kind, rest string) {
	if s, ok := strings.CutPrefix(line, "- "); ok {
		return "ul", strings.TrimSpace(s)
	}
	n := 0
	for n < len(line) && n < 3 && line[n] >= '0' && line[n] <= '9' {
		n++
	}
	if n > 0 && strings.HasPrefix(line[n:], ". ") {
		return "ol", strings.TrimSpace(line[n+2:])
	}
	return "", line
}

func (l L) richLines(b *strings.Builder, lines []string) {
	for i, line := range lines {
		if i > 0 {
			b.WriteString("<br>")
		}
		l.richSpans(b, line)
	}
}

// richSpans writes one line: bold and links, which may stand in each other's
// text no deeper than one level (a link in bold).
func (l L) richSpans(b *strings.Builder, line string) {
	for line != "" {
		i := strings.IndexAny(line, "*[")
		if i < 0 {
			break
		}
		b.WriteString(template.HTMLEscapeString(line[:i]))
		line = line[i:]
		if rest, ok := strings.CutPrefix(line, "**"); ok {
			if inner, after, ok := strings.Cut(rest, "**"); ok && strings.TrimSpace(inner) != "" {
				b.WriteString("<strong>")
				l.richLinks(b, inner)
				b.WriteString("</strong>")
				line = after
				continue
			}
		}
		if n := l.richLink(b, line); n > 0 {
			line = line[n:]
			continue
		}
		b.WriteString(template.HTMLEscapeString(line[:1]))
		line = line[1:]
	}
	b.WriteString(template.HTMLEscapeString(line))
}

func (l L) richLinks(b *strings.Builder, text string) {
	for {
		i := strings.IndexByte(text, '[')
		if i < 0 {
			b.WriteString(template.HTMLEscapeString(text))
			return
		}
		b.WriteString(template.HTMLEscapeString(text[:i]))
		n := l.richLink(b, text[i:])
		if n == 0 {
			b.WriteByte('[')
			n = 1
		}
		text = text[i+n:]
	}
}

// maxLinkText bounds the words of a link, so that a text full of brackets is
// read in one pass.
const maxLinkText = 300

// richLink writes the link that text begins with and gives its length; 0 when
// it begins with none, or with one that may not be followed.
func (l L) richLink(b *strings.Builder, text string) int {
	if !strings.HasPrefix(text, "[") {
		return 0
	}
	end := strings.Index(text[:min(len(text), maxLinkText)], "](")
	if end <= 1 {
		return 0
	}
	rest := text[end+2 : min(len(text), end+2+2000)]
	close := strings.IndexByte(rest, ')')
	if close <= 0 {
		return 0
	}
	words, to := text[1:end], rest[:close]
	if strings.ContainsAny(words, "[]") || !followable(to) {
		return 0
	}
	b.WriteString(`<a class="govuk-link" href="` + template.HTMLEscapeString(to) + `"`)
	if !strings.HasPrefix(to, "mailto:") {
		// What was typed on this page stays where it is.
		b.WriteString(` target="_blank" rel="noopener noreferrer"`)
	}
	b.WriteString(">" + template.HTMLEscapeString(words))
	if !strings.HasPrefix(to, "mailto:") {
		b.WriteString(`<span class="govuk-visually-hidden">` + template.HTMLEscapeString(l.T("link.tab")) + `</span>`)
	}
	b.WriteString("</a>")
	return end + 2 + close + 1
}

// followable says which addresses a link may have: http, https, mailto, and
// pages of this site.
func followable(to string) bool {
	for i := range len(to) {
		if c := to[i]; c <= ' ' || c == '\\' || c == 0x7f {
			return false
		}
	}
	u, err := url.Parse(to)
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return u.Host != ""
	case "mailto":
		return u.Opaque != "" && strings.Contains(u.Opaque, "@")
	case "":
		return u.Host == "" && strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//")
	}
	return false
}
