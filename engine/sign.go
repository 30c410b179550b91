package engine

import (
	"fmt"
	"strings"

	"github.com/onematter/onematter/workflows"
)

// A round is one countersigning (会签) of a step: it opens when the case enters
// the step, is decided by votes, and is void when the case leaves otherwise.
// Its number tells its votes from those of rounds before.

// Round is how far the countersigning of a case's step is.
type Round struct {
	Number            int
	Total             int // places to sign
	Need              int // agreements that decide it
	Agreed, Disagreed int
}

// round is the number of the latest round; 0 before the first.
func (c *Case) round() int {
	n := 0
	for i := range c.Tasks {
		n = max(n, c.Tasks[i].Round)
	}
	return n
}

// votes are those of the latest round, one a place.
func (c *Case) votes(g *workflows.Sign) []workflows.Vote {
	votes, round := make([]workflows.Vote, len(g.By)), c.round()
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if t.Kind == TaskSign && t.Round == round && t.End == TaskAnswered && t.Place < len(votes) {
			votes[t.Place] = workflows.Vote(t.Answer)
		}
	}
	return votes
}

// roundOf tells how the countersigning of a step stands; nil where there is none.
func roundOf(c *Case, s *workflows.State) *Round {
	if s == nil || s.Sign == nil || c.Status != CaseRunning {
		return nil
	}
	votes := c.votes(s.Sign)
	r := &Round{Number: c.round(), Total: len(votes), Need: s.Sign.Needed()}
	for _, v := range votes {
		switch v {
		case workflows.Agrees:
			r.Agreed++
		case workflows.Disagrees:
			r.Disagreed++
		}
	}
	return r
}

// openRound asks the signatories of a step the case has just entered.
func (f *family) openRound(c *Case, s *workflows.State) {
	if s.Sign != nil {
		f.askSignatories(c, s, c.round()+1)
	}
}

// askSignatories gives a task to whoever may sign now and was not asked yet.
func (f *family) askSignatories(c *Case, s *workflows.State, round int) {
	votes := make([]workflows.Vote, len(s.Sign.By))
	asked := map[int]bool{}
	if round == c.round() {
		votes = c.votes(s.Sign)
		for i := range c.Tasks {
			if t := &c.Tasks[i]; t.Kind == TaskSign && t.Round == round {
				asked[t.Place] = true
			}
		}
	}
	for _, place := range s.Sign.Open(votes) {
		if asked[place] {
			continue
		}
		by := s.Sign.By[place]
		t := Task{ID: newID(), Kind: TaskSign, Case: c.ID, Root: c.Root, Department: by.Department, Roles: by.Roles, State: s.ID, Opened: f.at,
			Round: round, Place: place}
		if t.Department == "" {
			t.Department = c.Department
		}
		c.Tasks = append(c.Tasks, t)
	}
}

// speaks tells as whom the actor answers: as themselves where they are asked,
// else for an officer for whom they stand in. Nobody signs twice in a round, be
// it in person, through a deputy, or as somebody's deputy.
func (f *family) speaks(a Actor, c *Case, t *Task) (who, error) {
	signed := map[string]bool{}
	for i := range c.Tasks {
		if o := &c.Tasks[i]; t.Kind == TaskSign && o.Kind == TaskSign && o.Round == t.Round && o.End == TaskAnswered {
			signed[o.ClosedBy] = true
			if o.Behalf != "" {
				signed[o.Behalf] = true
			}
		}
	}
	if signed[a.Account] {
		return who{}, refuse(signTwice, "")
	}
	by := who{account: a.Account, name: a.Name, role: t.roleOf(a)}
	if t.own(a) {
		return by, nil
	}
	for i := range a.Stands {
		if s := &a.Stands[i]; s.fits(t.Department, t.Roles) && !signed[s.Officer] {
			by.role, by.behalf = s.acting(t.Roles)[0], s.Officer
			return by, nil
		}
	}
	return who{}, refuse(signTwice, "")
}

// vote takes a signatory's word and, when that decides, the action it leads to.
func (f *family) vote(c *Case, t *Task, said Reply) error {
	if said.Answer != Agree && said.Answer != Disagree {
		return refuse(signAnswer, "answer")
	}
	if said.Answer == Disagree && said.Note == "" {
		return refuse(signNote, "note")
	}
	s, ok := f.matter(c).Machine.State(c.State)
	if !ok || s.Sign == nil {
		return fmt.Errorf("%w: case %s is signed in state %q", errInvariant, c.ID, c.State)
	}
	f.answerTask(c, t, said, EventSigned)
	verdict := s.Sign.Verdict(c.votes(s.Sign))
	if verdict == workflows.Undecided {
		f.askSignatories(c, s, c.round())
		f.setLights(c)
		return nil
	}
	event := s.Sign.Agreed
	if verdict == workflows.Disagreed {
		event = s.Sign.Disagreed
	}
	mv, err := f.matter(c).Machine.Next(c.State, event)
	if err != nil {
		return fmt.Errorf("moving case %s as the votes decided: %w", c.ID, err)
	}
	act := Action{Event: event}
	if mv.Transition.Kind.NoteRequired() {
		act.Note = f.against(c, s)
	}
	f.steady = nil
	f.by = who{} // the votes decide, not who gave the last of them
	return f.follow(c, mv, mv.Transition, act, nil, false)
}

// against is the reason the applicant reads when signatories refuse: which
// departments disagreed and why, without who wrote it.
func (f *family) against(c *Case, s *workflows.State) string {
	var b strings.Builder
	round := c.round()
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.Kind == TaskSign && t.Round == round && t.Answer == Disagree {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(t.Called(f.pin.rel).In("zh") + "：" + t.Note)
		}
	}
	return b.String()
}
