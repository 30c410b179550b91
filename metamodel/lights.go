package metamodel

// Lights says from when on a clock's light is yellow and red (亮灯规则). What is
// left out is as of old: yellow with four fifths of a limit used or half a working
// day left, red when it is used up.
type Lights struct {
	Yellow *Threshold `json:"yellow,omitempty"`
	Red    *Threshold `json:"red,omitempty"`
}

// Threshold is a point of a limit; with both, whichever comes first.
type Threshold struct {
	Left  *float64 `json:"left,omitempty" validate:"omitempty,min=0,max=365"`     // working days left
	Share *float64 `json:"share,omitempty" validate:"omitempty,gt=0,min=0,max=1"` // of the limit used up: 0.75
}

// Over gives these thresholds, and those of a more general rule where they say none.
func (l *Lights) Over(general *Lights) *Lights {
	switch {
	case l == nil:
		return general
	case general == nil:
		return l
	}
	both := *l
	if both.Yellow == nil {
		both.Yellow = general.Yellow
	}
	if both.Red == nil {
		both.Red = general.Red
	}
	return &both
}
