package catalog

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// attributeWords are what people call the keys of definitions.
var attributeWords = map[string]metamodel.Text{
	"name": metamodel.ZhEn("名称", "name"), "title": metamodel.ZhEn("标题", "title"), "label": metamodel.ZhEn("名称", "label"), "hint": metamodel.ZhEn("说明", "hint"),
	"note": metamodel.ZhEn("备注", "note"), "summary": metamodel.ZhEn("说明", "summary"), "basis": metamodel.ZhEn("依据", "legal basis"), "reason": metamodel.ZhEn("原因", "reason"),
	"category": metamodel.ZhEn("类型", "type"), "fee": metamodel.ZhEn("收费", "fee"), "statutoryDays": metamodel.ZhEn("法定时限", "statutory limit"),
	"promisedDays": metamodel.ZhEn("承诺时限", "promised limit"), "limit": metamodel.ZhEn("时限", "time limit"), "lights": metamodel.ZhEn("亮灯规则", "thresholds of lights"),
	"extend": metamodel.ZhEn("延期", "extension"), "result": metamodel.ZhEn("办理结果", "result"), "yields": metamodel.ZhEn("办结可知", "makes known"), "material": metamodel.ZhEn("材料", "material"),
	"materials": metamodel.ZhEn("材料", "materials"), "department": metamodel.ZhEn("部门", "department"), "workflow": metamodel.ZhEn("流程", "process"), "form": metamodel.ZhEn("表单", "form"),
	"preconditions": metamodel.ZhEn("前置事项", "preconditions"), "required": metamodel.ZhEn("是否必填", "required"), "visible": metamodel.ZhEn("显示条件", "shown when"), "when": metamodel.ZhEn("适用条件", "applies when"),
	"check": metamodel.ZhEn("检查规则", "rule"), "options": metamodel.ZhEn("可选范围", "choices"), "value": metamodel.ZhEn("计算规则", "computed as"), "valueWhen": metamodel.ZhEn("何时计算", "computed when"), "default": metamodel.ZhEn("默认值", "default"),
	"type": metamodel.ZhEn("类型", "type"), "subject": metamodel.ZhEn("主体", "subject"), "elements": metamodel.ZhEn("数据元", "elements"), "fields": metamodel.ZhEn("字段", "fields"), "next": metamodel.ZhEn("下一步", "next"),
	"states": metamodel.ZhEn("环节", "steps"), "on": metamodel.ZhEn("操作", "actions"), "roles": metamodel.ZhEn("办理角色", "roles"), "returns": metamodel.ZhEn("退回", "returns"), "after": metamodel.ZhEn("默认决定", "silent decision"),
	"sign": metamodel.ZhEn("会签", "countersigning"), "opinions": metamodel.ZhEn("征求意见", "opinions"), "target": metamodel.ZhEn("去向", "leads to"), "kind": metamodel.ZhEn("性质", "kind"), "initial": metamodel.ZhEn("起始环节", "first step"),
	"unit": metamodel.ZhEn("计量单位", "unit"), "synonyms": metamodel.ZhEn("同义名称", "synonyms"), "version": metamodel.ZhEn("版本", "version"), "status": metamodel.ZhEn("状态", "status"), "objectClass": metamodel.ZhEn("对象类", "object class"),
	"issuer": metamodel.ZhEn("出具单位", "issuer"), "resultOf": metamodel.ZhEn("由哪个事项办结得到", "result of"), "proves": metamodel.ZhEn("证明内容", "proves"), "stage": metamodel.ZhEn("阶段", "stage"), "group": metamodel.ZhEn("并联组", "parallel group"),
	"section": metamodel.ZhEn("所在分组", "section"), "process": metamodel.ZhEn("流程", "process"),
	"calendar": metamodel.ZhEn("工作日历", "calendar"), "hours": metamodel.ZhEn("工作时间", "working hours"), "zone": metamodel.ZhEn("时区", "time zone"), "weekend": metamodel.ZhEn("休息日", "weekend"), "covers": metamodel.ZhEn("涵盖年份", "years covered"),
	"lead": metamodel.ZhEn("牵头部门", "lead department"), "parent": metamodel.ZhEn("上级", "parent"), "standard": metamodel.ZhEn("依据标准", "standard"), "needs": metamodel.ZhEn("依赖的资源包", "needed packs"), "layout": metamodel.ZhEn("版面", "layout"),
	"sections": metamodel.ZhEn("分组", "sections"), "rows": metamodel.ZhEn("行", "rows"), "order": metamodel.ZhEn("顺序", "order"), "cancelled": metamodel.ZhEn("取消", "cancellation"), "successors": metamodel.ZhEn("替代事项", "successors"),
	"template": metamodel.ZhEn("模板", "template"), "kept": metamodel.ZhEn("保留的差异", "kept differences"), "propose": metamodel.ZhEn("建议采纳", "proposed"), "matter": metamodel.ZhEn("事项", "matter"), "theme": metamodel.ZhEn("主题", "theme"),
	"benefit": metamodel.ZhEn("待遇", "benefit"), "amount": metamodel.ZhEn("金额", "amount"), "answers": metamodel.ZhEn("答案", "answers"), "from": metamodel.ZhEn("开始", "from"), "until": metamodel.ZhEn("截止", "until"), "accept": metamodel.ZhEn("文件类型", "file types"),
	"levels": metamodel.ZhEn("层级", "levels"), "joins": metamodel.ZhEn("并入", "joins"), "startsAt": metamodel.ZhEn("起点", "starts at"), "questions": metamodel.ZhEn("问题", "questions"),
}

// categories are the types of matters (政务服务事项基本目录) and of materials in English.
var categories = map[string]string{
	"行政许可": "Administrative licence", "行政确认": "Administrative confirmation", "行政给付": "Administrative benefit", "行政奖励": "Administrative award", "行政裁决": "Administrative ruling",
	"行政征收": "Administrative levy", "行政检查": "Administrative inspection", "行政处罚": "Administrative penalty", "行政强制": "Administrative enforcement", "其他行政权力": "Other administrative power", "公共服务": "Public service",
	"证照": "Licence", "证明": "Certificate", "申请表": "Application form", "图纸": "Drawing", "文本": "Document", "报告": "Report", "照片": "Photograph", "合同": "Contract", "票据": "Receipt",
}

// CategoryName words the type of a matter or a material; one that is not known
// stays as it is written.
func CategoryName(category string) metamodel.Text {
	if category == "" {
		return nil
	}
	if en := categories[category]; en != "" {
		return metamodel.ZhEn(category, en)
	}
	return metamodel.ZhEn(category, category)
}

// attributeName words the path of an attribute; a part of it that has no name of
// its own, an id, stays as it is.
func attributeName(path string) metamodel.Text {
	return placeWords(path, func(at string) metamodel.Text { return actAttributes[at] })
}

// actAttributes are attributes of what was done to a matter, by path: their keys
// mean something else elsewhere.
var actAttributes = map[string]metamodel.Text{
	"cancelled/on": metamodel.ZhEn("从哪天起", "first day without it"), "cancelled/into": metamodel.ZhEn("去向", "became"),
	"delegated": metamodel.ZhEn("委托或下放", "delegation"), "delegated/to": metamodel.ZhEn("办理部门", "department"), "delegated/on": metamodel.ZhEn("从哪天起", "first day"),
	"delegated/until": metamodel.ZhEn("到哪天止", "last day"), "delegated/kind": metamodel.ZhEn("方式", "kind"),
}

// placeWords words a path; own gives the name of what lies at a path, nil for what has none.
func placeWords(path string, own func(string) metamodel.Text) metamodel.Text {
	var zh, en []string
	at := ""
	for _, part := range strings.Split(path, "/") {
		at = strings.TrimPrefix(at+"/"+part, "/")
		var word metamodel.Text
		if own != nil {
			word = own(at)
		}
		if len(word) == 0 {
			word = attributeWords[part]
		}
		if len(word) == 0 {
			word = metamodel.ZhEn(part, part)
		}
		zh, en = append(zh, word.In("zh")), append(en, word.In("en"))
	}
	return metamodel.ZhEn(strings.Join(zh, " · "), strings.Join(en, " · "))
}

// placer names where two matters differ, as people know it: by the labels of
// fields, sections, materials and steps. What only the other matter has is
// called as its own release calls it.
type placer struct {
	x, y  side
	a, b  registry    // of x, of y
	forms []*formView // once a path needs them
}

func (p *placer) name(path string) metamodel.Text {
	part, rest, inside := strings.Cut(path, "/")
	if !inside {
		return attributeName(path)
	}
	switch part {
	case "materials":
		return placeWords(rest, p.material)
	case "process":
		return placeWords(strings.TrimPrefix(rest, "states/"), p.step)
	case "form":
		return placeWords(rest, p.asked)
	}
	if field, ok := strings.CutPrefix(path, "result/yields/"); ok {
		before, at := attributeName("result/yields"), placeWords(field, p.asked)
		return metamodel.ZhEn(before.In("zh")+" · "+at.In("zh"), before.In("en")+" · "+at.In("en"))
	}
	return attributeName(path)
}

// placeName is what a path of a matter's comparison with its template is called.
func (r *Release) placeName(matter, path string) metamodel.Text {
	y, ok := r.side(matter)
	if !ok {
		return attributeName(path)
	}
	x := y
	if t := y.matter.Template; t != nil {
		if template, ok := r.side(t.Matter); ok {
			x = template
		}
	}
	return (&placer{x: x, y: y, a: r.reg, b: r.reg}).name(path)
}

func (p *placer) material(at string) metamodel.Text {
	for _, reg := range []registry{p.b, p.a} {
		if m, ok := reg.material(at); ok {
			return m.Name
		}
	}
	return nil
}

func (p *placer) step(at string) metamodel.Text {
	for _, s := range []side{p.y, p.x} {
		for i := range s.workflow.States {
			state := &s.workflow.States[i]
			if state.ID == at {
				return state.Name
			}
			for j := range state.On {
				if at == state.ID+"/on/"+state.On[j].Event {
					return state.On[j].Label
				}
			}
		}
	}
	return nil
}

// asked is the label of a field, a group or a section, or the name of an element.
func (p *placer) asked(at string) metamodel.Text {
	if p.forms == nil {
		p.forms = []*formView{viewOf(p.y.form, p.b), viewOf(p.x.form, p.a)}
	}
	section, ofSection := strings.CutPrefix(at, "sections/")
	for _, v := range p.forms {
		if s := v.sections[section]; ofSection && s != nil {
			return s.Title
		}
		if f := v.fields[at]; f != nil {
			return f.label
		}
		if g := v.groups[at]; g != nil {
			return g.label
		}
	}
	for _, reg := range []registry{p.b, p.a} { // a result may tell what its own form does not ask
		if e, ok := reg.Element(at[strings.LastIndexByte(at, '/')+1:]); ok {
			return e.Label()
		}
	}
	return nil
}

// category notes another type of a matter or of a material.
func (d *differ) category(of Ref, a, b string) {
	if a != b {
		d.add(changeAttribute, of, "category", a, b, "what", attributeName("category"), "from", said(CategoryName(a)), "to", said(CategoryName(b)))
	}
}
