package problemdoc

import (
	"fmt"
	"strings"
)

// Meaning says when a problem arises and what to do about it.
type Meaning struct{ Zh, En string }

// ParseMeanings reads lines of "code|中文|English"; a line that begins with #
// is a comment.
func ParseMeanings(text string) (map[string]Meaning, error) {
	out := map[string]Meaning{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "|")
		if len(parts) != 3 || parts[1] == "" || parts[2] == "" {
			return nil, fmt.Errorf("line %d: want code|中文|English", n)
		}
		if _, twice := out[parts[0]]; twice {
			return nil, fmt.Errorf("line %d: %s is there twice", n, parts[0])
		}
		out[parts[0]] = Meaning{parts[1], parts[2]}
	}
	return out, nil
}

// families are the sections of the document, by the beginning of the code.
var families = []struct{ prefix, title, about string }{
	{"answer.", "Answers 答案", "Shown beside the field, by `metamodel`, with HTTP status 422. {label} is the field's label."},
	{"definition.", "Definitions 定义", "A definition does not have the form its kind demands: `onematter check`, the API that edits drafts."},
	{"form.", "Forms and elements 表单与数据元", "A form, an element or what it narrows is wrong: `onematter check`."},
	{"element.", "Attributes of elements 数据元属性", ""},
	{"elementgroup.", "Element groups 数据元组", ""},
	{"codelist.", "Code lists 代码表", ""},
	{"expr.", "Expressions 表达式", "A CEL expression cannot be compiled. {at} is line:column in its source."},
	{"json.", "JSON", "The gate before every parser of JSON refused a document, in one pass and before anything was built."},
	{"yaml.", "YAML", "A file of a pack cannot be read."},
	{"pack.", "Packs 资源包", ""},
	{"text.", "Wording 文字", ""},
	{"department.", "Departments 部门", ""},
	{"material.", "Materials 材料", ""},
	{"matter.", "Matters 事项", ""},
	{"theme.", "Themes 主题", ""},
	{"merge.", "Merging 合并", "The forms of a theme's matters contradict each other."},
	{"guide.", "Situation guide 情形引导", ""},
	{"workflow.", "Workflows 流程", ""},
	{"calendar.", "Calendars 日历", ""},
	{"gate.", "Before publishing 发布前", "The gate before a version is published. An error blocks; a warning is for a person to weigh."},
	{"version.", "Versions 版本", ""},
	{"release.", "Releases 发布", ""},
	{"decide.", "Deciding what a change means 决定变更的影响", "A use follows, pins or overrides what changed."},
	{"archive.", "Archives 压缩包", ""},
	{"signature.", "Signatures 签名", ""},
	{"promote.", "Promotion 晋级", "From one environment to the next."},
	{"migration.", "Migration 迁移", "Moving drafts and cases to another version."},
	{"schema.", "JSON Schema", "`onematter import jsonschema`: a schema is refused by keyword and place, or judged as its draft says."},
	{"sheets.", "Spreadsheets 表格", "`onematter import sheets`, and the reading of every workbook."},
	{"xlsform.", "XLSForm", "`onematter import xlsform`."},
	{"draft.", "Drafts 草稿", ""},
	{"answers.", "Saving answers 保存答案", ""},
	{"file.", "Files 文件", ""},
	{"correction.", "Corrections 补正", ""},
	{"action.", "Actions on a case 办件操作", ""},
	{"result.", "Results 办理结果", ""},
	{"account.", "Accounts 账号", ""},
	{"auth.", "Signing in 登录", ""},
	{"token.", "API tokens 令牌", ""},
	{"webhook.", "Webhooks", ""},
	{"idempotency.", "Idempotency 幂等", ""},
	{"cursor.", "Paging 翻页", ""},
	{"request.", "Requests 请求", "The API refused a request before anything was done."},
}

// Document writes docs/problems.md.
func Document(kinds []Kind, meanings map[string]Meaning) string {
	var b strings.Builder
	b.WriteString("# Problems 问题代码\n\n" +
		"Everything the product can refuse or warn of, written from the source by `go test ./internal/problemdoc -update`. A problem is data: its code is stable and its\n" +
		"place is a path; the words exist in Chinese and English, with {names} filled in. An **error** stops what was asked for; a **warning** is shown and does not stop.\n")
	byFamily := map[string][]Kind{}
	for _, k := range kinds {
		f := ""
		for _, x := range families {
			if strings.HasPrefix(k.Code, x.prefix) {
				f = x.prefix
			}
		}
		byFamily[f] = append(byFamily[f], k)
	}
	write := func(title, about string, list []Kind) {
		if len(list) == 0 {
			return
		}
		b.WriteString("\n## " + title + "\n\n")
		if about != "" {
			b.WriteString(about + "\n\n")
		}
		b.WriteString("| code | severity | words 文字 | meaning 含义 |\n|---|---|---|---|\n")
		for i, k := range list {
			severity := "error"
			if k.Warning {
				severity = "warning"
			}
			code, meaning := "`"+k.Code+"`", cell(meanings[k.Code].Zh)+"<br>"+cell(meanings[k.Code].En)
			if i > 0 && list[i-1].Code == k.Code { // other words for the same
				code, meaning = "", ""
			}
			fmt.Fprintf(&b, "| %s | %s | %s<br>%s | %s |\n", code, severity, cell(k.Zh), cell(k.En), meaning)
		}
	}
	for _, f := range families {
		write(f.title, f.about, byFamily[f.prefix])
	}
	write("Others 其他", "", byFamily[""])
	return b.String()
}

// cell keeps text inside one cell of a table.
func cell(s string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ", "<", "&lt;", ">", "&gt;").Replace(s)
}
