package sheets

import "strings"

// column is one header a sheet may have.
type column struct {
	name     string
	required bool
	also     []string // other wordings seen in bureaus' sheets
}

// layout is what a sheet must look like.
type layout struct {
	sheet   string
	titles  []string // names a workbook's tab may have beside the CSV's own
	columns []column
	key     []string // the columns that together name a row
	most    int      // rows that are read; a bureau's real sheets have a hundredth
	apart   bool     // of working calendars: a book may do without, or have nothing else
}

func must(name string, also ...string) column { return column{name, true, also} }
func may(name string, also ...string) column  { return column{name, false, also} }

// layouts are the sheets, in the order problems are reported.
var layouts = []layout{
	{CodeLists, []string{"代码表", "值域代码", "代码表清单"}, []column{
		must("代码表标识"), must("代码表名称"), may("英文名称"), must("代码"), must("代码名称"), may("代码英文"), may("序号"),
	}, []string{"代码表标识", "代码"}, 20000, false},
	{DataElements, []string{"数据元", "标准数据元", "数据元目录", "数据元清单"}, []column{
		must("标识符", "数据元标识符"), must("中文名称", "数据元名称"), may("英文名称"), must("对象类词"), may("特性词"), may("表示词"), must("数据类型"),
		may("数据格式"), may("值域"), may("计量单位"), may("同义名称"), may("定义"), may("敏感级别"), may("数源单位"), may("版本"), may("状态"),
	}, []string{"标识符"}, 10000, false},
	{Matters, []string{"事项", "事项清单", "事项目录"}, []column{
		must("事项编码"), must("事项名称"), may("英文名称"), may("事项类型"), must("实施主体"), may("设定依据"),
		must("法定时限(工作日)", "法定时限"), must("承诺时限(工作日)", "承诺时限"), must("结果名称"), may("前置事项"), may("收费(元)", "收费"), may("延期"), may("亮灯", "亮灯规则"), may(colChecks),
	}, []string{"事项编码"}, 1000, false},
	{FormFields, []string{"表单字段", "字段", "申请表字段", "表单"}, []column{
		must("事项编码"), must("序号"), must("分组"), must("字段名称"), must("数据元"), must("角色"), must("必填"),
		may("显示条件"), may("必填条件"), may("约束收紧"), may("可重复"), may(colValue), may(colValueWhen), may(colRules),
	}, nil, 20000, false},
	{Materials, []string{"材料", "材料清单", "申请材料"}, []column{
		must("事项编码"), must("序号"), must("材料名称"), must("标准材料"), may("类型"), must("来源"), must("必要"), may("条件"), may("备注"), may(colProves),
	}, nil, 10000, false},
	{Steps, []string{"环节", "办理环节", "办理流程", "流程"}, []column{
		must("事项编码"), must("序号"), must("环节"), must("角色"), may("时限(工作日)", "时限"), must("去向"), may("可退回", "退回"), may("会签"), may("征求意见"), may("默认许可", "逾期默认"), may("亮灯", "亮灯规则"),
	}, []string{"事项编码", "环节"}, 10000, false},
	{Situations, []string{"情形", "情形引导", "问题"}, []column{
		must("主题编码"), must("问题编号"), must("问题"), may("英文"), may("对应数据元"), may("选项代码表"), may("回答占比"), may("占比来源"),
	}, []string{"主题编码", "问题编号"}, 2000, false},
	{ThemeMatters, []string{"主题事项", "主题与事项"}, []column{
		must("主题编码"), must("事项编码"), must("适用条件"), may("阶段"), may("并联组"), may("联合勘验"), may("勘验环节"), may("勘验牵头"), may("等候(工作日)", "等候"),
	}, []string{"主题编码", "事项编码"}, 2000, false},
	{Themes, []string{"主题", "主题清单", "一件事"}, []column{
		must("主题编码"), must("主题名称"), may("英文名称"), must("牵头部门"), may("说明"), may("结果通知"), may("通知期限(工作日)", "通知期限"), may("救济途径"), may(colKeeps), may(colSame), may(colCalendar, "日历"),
	}, []string{"主题编码"}, 200, false},
	{Calendars, []string{"日历", "工作日历"}, []column{
		must(colCalendar), must("日历名称"), may("英文名称"), may(colZone), may(colWeekend, "休息日"), must(colHours), must(colYears), may("依据"), may("英文依据"), may(colLights, "亮灯规则"),
	}, []string{colCalendar}, 200, true},
	{CalendarDays, []string{"放假调休", "节假日", "调休安排"}, []column{
		must(colCalendar), must(colFrom), may(colUntil), must(colIs), may("名称"), may("英文名称"),
	}, nil, 5000, true},
}

// layoutNamed finds the layout a file or a workbook's tab is for.
func layoutNamed(title string) (layout, bool) {
	t := foldHeader(title)
	t = strings.TrimSuffix(t, ".csv")
	for _, l := range layouts {
		if t == l.sheet {
			return l, true
		}
		for _, n := range l.titles {
			if t == n {
				return l, true
			}
		}
	}
	return layout{}, false
}

// columnNamed finds the column a header is for.
func (l layout) columnNamed(header string) (column, bool) {
	h := foldHeader(header)
	for _, c := range l.columns {
		if h == foldHeader(c.name) {
			return c, true
		}
		for _, a := range c.also {
			if h == foldHeader(a) {
				return c, true
			}
		}
	}
	return column{}, false
}

// foldHeader makes headers comparable: width, case and blanks do not matter.
func foldHeader(s string) string { return strings.ToLower(foldCode(strings.Trim(s, "*＊ "))) }
