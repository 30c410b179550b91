package testpack

// Sign is the pack of Together in which TB also asks whether there is a sign (TE3) and,
// only then, for what is on it (TE4), which is needed: of a kind of element, as
// "type: string, maxLength: 20". The order is that of TB's page.
func Sign(kind, order string) map[string][]byte {
	files := Together()
	files["elements/elements.yaml"] = append(files["elements/elements.yaml"],
		"- {id: TE3, name: {zh: 有无招牌, en: Has a sign}, type: boolean}\n- {id: TE4, name: {zh: 招牌内容, en: What is on the sign}, "+kind+"}\n"...)
	files["forms/TB.yaml"] = []byte(`$schema: https://json-schema.org/draft/2020-12/schema
$id: form:TB
x-title: {zh: 许可表, en: Licence}
type: object
properties:
  applicant:
    type: object
    x-subject: applicant
    required: [TE1, TE3, TE4]
    properties: {TE1: {$ref: "element:TE1"}, TE3: {$ref: "element:TE3"}, TE4: {$ref: "element:TE4", x-visible: applicant.TE3 == true}}
x-layout: {sections: [{id: all, title: {zh: 内容, en: Content}, fields: [` + order + `]}]}
`)
	return files
}
