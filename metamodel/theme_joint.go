package metamodel

// Joint is what the departments of a theme do together.
type Joint struct {
	Inspections  []JointInspection `json:"inspections,omitempty" validate:"dive"`
	Notice       NoticeMode        `json:"notice,omitempty"`
	NoticeWithin float64           `json:"noticeWithin,omitempty"` // with NoticeOne: working days a decision waits for the others at most; 0: NoticeTerm
	Appeal       Text              `json:"appeal,omitempty"`       // with NoticeOne: where and until when somebody can object
}

// NoticeMode says how the applicant reads what was decided.
type NoticeMode string

const (
	NoticeEach NoticeMode = "each" // every matter by itself, at once; also ""
	NoticeOne  NoticeMode = "one"  // all matters in one result notice (办理结果通知书)
)

// NoticeTerm is within how many working days a decision must be served
// (Administrative Licensing Law, article 44).
const NoticeTerm = 10

// OneNotice reports whether what is decided is told in one notice.
func (j *Joint) OneNotice() bool { return j != nil && j.Notice == NoticeOne }

// ServedWithin is how many working days a decision waits for the others at most.
func (j *Joint) ServedWithin() float64 {
	if j.NoticeWithin == 0 {
		return NoticeTerm
	}
	return j.NoticeWithin
}

// JointInspection is one visit to the premises instead of several (联合勘验): when
// the matters' cases are in these steps, their departments come together.
type JointInspection struct {
	ID     string      `json:"id" validate:"required,max=64"`
	Name   Text        `json:"name" validate:"required"`
	States []JointStep `json:"states" validate:"min=2,dive"`
	Lead   string      `json:"lead" validate:"required"` // Department.ID: arranges it while its matter takes part
	Wait   float64     `json:"wait"`                     // working days the first waits for the others
}

// JointStep is the step of a matter's process in which it inspects.
type JointStep struct {
	Matter string `json:"matter" validate:"required"`
	State  string `json:"state" validate:"required"`
}
