package sheets

import (
	"fmt"
	"strconv"

	"github.com/onematter/onematter/metamodel"
)

// kind declares a problem that stops; note one that does not.
func kind(code, zh, en string) metamodel.Kind {
	return metamodel.Kind{Code: "sheets." + code, Severity: metamodel.Error, Zh: zh, En: en}
}

func note(code, zh, en string) metamodel.Kind {
	return metamodel.Kind{Code: "sheets." + code, Severity: metamodel.Warning, Zh: zh, En: en}
}

// What can be wrong with the files themselves.
var (
	kindNotFound     = kind("not-found", "找不到“{name}”", "“{name}” cannot be found")
	kindUnreadable   = kind("unreadable", "无法读取：{cause}", "it cannot be read: {cause}")
	kindDamaged      = kind("damaged", "工作簿已损坏；请用 Excel 或 WPS 打开，另存为 .xlsx 后再试", "the workbook is damaged; open it in a spreadsheet program and save it as .xlsx again")
	kindXML          = kind("xml", "工作表内部的 XML 第 {line} 行有误；请用 Excel 或 WPS 打开，另存为 .xlsx 后再试", "the sheet's XML is broken in line {line}; open the workbook in a spreadsheet program and save it as .xlsx again")
	kindNotExcel     = kind("not-excel", "是压缩文件，但不是 .xlsx 工作簿", "it is a ZIP file and no .xlsx workbook")
	kindNotSheets    = kind("not-sheets", "既不是装有 CSV 的文件夹，也不是 .xlsx 工作簿", "it is neither a folder of CSV files nor an .xlsx workbook")
	kindNoWorkbook   = kind("not-workbook", "不是 .xlsx 工作簿", "it is not an .xlsx workbook")
	kindMissing      = kind("missing-sheet", "缺少表“{name}”（{title}）", "the sheet “{name}” ({title}) is missing")
	kindExtraSheet   = note("extra-sheet", "不认识的表“{name}”，未读取", "the sheet “{name}” is not known and was not read")
	kindTwoSheets    = kind("duplicate-sheet", "“{name}”与“{other}”是同一张表", "“{name}” and “{other}” are the same sheet")
	kindTooLarge     = kind("too-large", "文件过大：{size}，最多 {limit}", "the file is too large: {size}, at most {limit}")
	kindBomb         = kind("too-large-unpacked", "解压后过大：超过 {limit}，可能是恶意文件，已拒绝", "it unpacks to more than {limit}; it may be an attack and was refused")
	kindTooMany      = kind("too-many", "{what}过多：最多 {limit}", "too many {what}: at most {limit}")
	kindMacros       = kind("macros", "工作簿含有宏，不予读取；请另存为不含宏的 .xlsx", "the workbook contains macros and is not read; save it as .xlsx without macros")
	kindOldFormat    = kind("not-xlsx", "这是旧版 .xls 或加了密码的工作簿；请另存为不加密的 .xlsx", "this is an old .xls or a workbook with a password; save it as .xlsx without a password")
	kindFormula      = note("formula", "是公式，按表中保存的结果“{value}”读取", "is a formula; the stored result “{value}” was read")
	kindFormulaVoid  = kind("formula-without-result", "是公式但没有保存结果；请改为文字或数字", "is a formula without a stored result; replace it by text or a number")
	kindEncoding     = kind("encoding", "既不是 UTF-8 也不是 GB18030 编码", "is neither UTF-8 nor GB18030 text")
	kindGB           = note("gb18030", "按 GB18030 编码读取", "was read as GB18030 text")
	kindCSV          = kind("csv", "CSV 格式有误：引号未成对，或引号前后有多余内容", "is not well-formed CSV: a quote is not closed, or there is text beside a quoted cell")
	kindEmpty        = kind("empty", "是空表，没有表头", "is empty: there is no header row")
	kindNoColumn     = kind("missing-column", "缺少必需的列“{name}”", "the required column “{name}” is missing")
	kindExtraColumn  = note("extra-column", "不认识的列“{name}”，未读取", "the column “{name}” is not known and was not read")
	kindTwoColumns   = kind("duplicate-column", "列“{name}”出现了两次", "the column “{name}” appears twice")
	kindLongRow      = kind("long-row", "比表头多出内容“{value}”", "has a cell beyond the header: “{value}”")
	kindLongCell     = kind("long-cell", "内容过长：{size} 个字符，最多 {limit}", "is too long: {size} character(s), at most {limit}")
	kindControl      = kind("control-character", "含有不可见的控制字符", "contains an invisible control character")
	kindEmptyCell    = kind("empty-cell", "不能为空", "must not be empty")
	kindMore         = kind("more", "另有 {n} 个问题未列出", "{n} more problem(s) (is|are) not listed")
	kindManyFormula  = note("formulas", "含有公式，按表中保存的结果读取；表太大，未逐个列出", "contains formulas; their stored results were read. The sheet is too large to list them")
	kindNoCalendar   = kind("unknown-calendar", "没有日历“{calendar}”", "there is no calendar “{calendar}”")
	kindDayKind      = kind("day-kind", "“{value}”既不是“放假”也不是“上班”", "“{value}” is neither 放假 (a day off) nor 上班 (a make-up day)")
	kindDaysOrder    = kind("days-order", "{until} 早于 {from}", "{until} is before {from}")
	kindDaysMany     = kind("days-many", "一行写了 {n} 天，最多 {limit} 天", "one row names {n} (day|days), at most {limit}")
	kindDayTwice     = kind("day-twice", "{date} 在第{other}行已经写过", "{date} is already in row {other}")
	kindDayYear      = note("day-year", "{date} 不在“年份”列所写的年份里", "{date} is in none of the years in the column 年份")
	kindOtherEnglish = kind("other-english", "“{name}”的英文名称与第{other}行不同", "the English name of “{name}” differs from row {other}")
	kindOtherTongue  = kind("other-language", "日历“{calendar}”的“{name}”没有中文，或者还有中英文以外的文字，表里放不下", "“{name}” of the calendar “{calendar}” has no Chinese, or a language beside Chinese and English: a sheet has no place for it")
	kindDuplicate    = kind("duplicate", "“{value}”与第{other}行重复", "“{value}” is already in row {other}")
)

// placed puts a problem where spreadsheet users look for it. row 0 means the
// whole file, column "" the whole row. Path is "5/角色" for programs.
func placed(file string, row int, column string, k metamodel.Kind, params ...any) metamodel.Problem {
	return moved(k.At("", params...), file, row, column)
}

// moved gives a problem of a definition the place in a sheet that it is from.
func moved(p metamodel.Problem, file string, row int, column string) metamodel.Problem {
	path, zh, en := "", "", ""
	switch {
	case row > 0 && column != "":
		path = strconv.Itoa(row) + "/" + column
		zh, en = fmt.Sprintf("第%d行“%s”列：", row, column), fmt.Sprintf("Row %d, column “%s”: ", row, column)
	case row > 0:
		path = strconv.Itoa(row)
		zh, en = fmt.Sprintf("第%d行：", row), fmt.Sprintf("Row %d: ", row)
	}
	p.File, p.Path = file, path
	p.Message = metamodel.ZhEn(zh+p.Message["zh"], en+p.Message["en"])
	return p
}
