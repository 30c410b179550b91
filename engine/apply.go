package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// maxNote bounds a note, in characters.
const maxNote = 2000

func noteTooLong(note string) bool { return utf8.RuneCountInString(note) > maxNote }

// checkNote refuses a note that is too long.
func checkNote(note string) error {
	if noteTooLong(note) {
		return refuse(noteLong, "note", "max", maxNote)
	}
	return nil
}

// Acted is a decision that was taken; it is also what is kept under its
// idempotency key.
type Acted struct {
	Case     string `json:"case"`
	Revision int64  `json:"revision"` // of the case after it
}

func (e *Engine) act(ctx context.Context, a Actor, id string, revision int64, key string, act Action) (Acted, error) {
	if err := checkKey(key); err != nil {
		return Acted{}, err
	}
	body, err := json.Marshal(act)
	if err != nil {
		return Acted{}, fmt.Errorf("reading the action: %w", err)
	}
	request := requestHash("apply", id, string(body))
	return e.decided(ctx, a, id, unmovedSince(revision), key, request, func(c Case) error { return e.decide(ctx, a, c, key, request, act) })
}

// unmovedSince says of a case that it is as it was seen.
func unmovedSince(revision int64) func(Case) bool {
	return func(c Case) bool { return c.Revision == revision }
}

// acting takes a decision on a case as it was seen, and shows the case then.
func (e *Engine) acting(ctx context.Context, a Actor, id string, revision int64, key, request string, decide func(Case) error) (*CaseView, error) {
	return e.actingOn(ctx, a, id, unmovedSince(revision), key, request, decide)
}

// actingOn is acting with another idea of what is still the case as it was seen.
func (e *Engine) actingOn(ctx context.Context, a Actor, id string, current func(Case) bool, key, request string, decide func(Case) error) (*CaseView, error) {
	done, err := e.decided(ctx, a, id, current, key, request, decide)
	if err != nil {
		return nil, err
	}
	return e.caseView(ctx, a, done.Case)
}

// decided takes a decision on a case if it is current; the same key gives the
// first outcome again.
func (e *Engine) decided(ctx context.Context, a Actor, id string, current func(Case) bool, key, request string, decide func(Case) error) (Acted, error) {
	for range retries {
		c, err := e.visibleCase(ctx, a, id)
		if err != nil {
			return Acted{}, err
		}
		// Only the case acted upon is the actor's business. When a sibling or the
		// root moved meanwhile, the decision is taken anew on what is there now.
		refusal := ErrConflict
		if current(c) {
			err := decide(c)
			var dup *DuplicateError
			switch {
			case err == nil:
				return Acted{c.ID, c.Revision + 1}, nil
			case errors.Is(err, ErrConflict):
				continue
			case errors.As(err, &dup):
				return outcomeOf[Acted](dup.First, request)
			}
			refusal = err
		}
		// A request that comes again is refused because its first time moved the
		// case on. Only now is it looked for: the commit finds every other one.
		if done, known, err := firstOutcome[Acted](ctx, e, a, key, request); err != nil {
			return Acted{}, err
		} else if known {
			return done, nil
		}
		return Acted{}, refusal
	}
	return Acted{}, ErrConflict
}

// decide takes one decision on a case and commits it with all that follows.
func (e *Engine) decide(ctx context.Context, a Actor, seen Case, key, request string, act Action) error {
	f, c, err := e.asSeen(ctx, seen)
	if err != nil {
		return err
	}
	state, tr, err := f.transition(a, c, act.Event)
	if err != nil {
		return err
	}
	f.fallSilent(c)
	if err := f.awaitedBy(c, state, tr.Kind); err != nil {
		return err
	}
	f.convene() // the time to wait may just be up
	if err := f.afterVisit(c, tr.Kind); err != nil {
		return err
	}
	f.by = actingAs(a, c, state)
	c.helped(a, state)
	act.Note = cleanNote(act.Note)
	if err := checkAction(tr.Kind, act); err != nil {
		return err
	}
	mv, err := f.matter(c).Machine.Next(c.State, act.Event)
	if err != nil {
		return fmt.Errorf("moving case %s: %w", c.ID, err)
	}
	var correction *Correction
	switch tr.Kind {
	case workflows.Correct, workflows.Rectify:
		if correction, err = f.ask(c, tr.Kind, act); err != nil {
			return err
		}
	case workflows.Resubmit:
		was := c.Answers
		if err := e.resubmit(ctx, f, c, act); err != nil {
			return err
		}
		if err := e.noteChanges(ctx, f, c, was); err != nil {
			return err
		}
	}
	issues := tr.Kind == workflows.Deliver || mv.To.Type == workflows.Final && mv.To.Outcome == workflows.Issued && c.Result == nil
	if !issues && (len(act.Result) > 0 || act.ResultNo != "") {
		return refuse(extraUnexpected, "result", "name", "result")
	}
	if issues {
		if c.Result, err = e.issue(f, c, act); err != nil {
			return err
		}
	}
	if err := f.follow(c, mv, tr, act, correction, issues); err != nil {
		return err
	}
	return e.commitAction(ctx, a, f, c, key, request)
}

// commitAction writes a decision, and under its key that it was taken.
func (e *Engine) commitAction(ctx context.Context, a Actor, f *family, c *Case, key, request string) error {
	if key != "" {
		body, err := json.Marshal(Acted{Case: c.ID, Revision: c.Revision + 1})
		if err != nil {
			return fmt.Errorf("writing the outcome: %w", err)
		}
		f.change.Receipt = &StoredReceipt{Owner: a.Account, Key: key, Request: request, Status: 200, Body: body, At: f.at}
	}
	if err := e.commitFamily(ctx, f); err != nil {
		return fmt.Errorf("acting on a case: %w", err)
	}
	return nil
}

// follow moves the case and draws the consequences for its family.
func (f *family) follow(c *Case, mv workflows.Move, tr *workflows.Transition, act Action, correction *Correction, issues bool) error {
	// The open correction is still on the case while it is left, so that a step
	// resumed goes on with its own clock.
	p, err := f.pass(c, mv, act.Note)
	if err != nil {
		return err
	}
	if c.Status == CaseAsking {
		c.Correction = correction
	}
	f.log(c, EventMoved, func(d *EventData) {
		p.tell(d)
		d.Action, d.Kind, d.Note = tr.Event, tr.Kind, act.Note
		d.Correction, d.Silence = correction, f.silence
		f.tellChanges(d)
	})
	if issues {
		f.log(c, EventIssued, func(d *EventData) { d.Result = c.Result })
	}
	switch {
	case c.Status == CaseEnded:
		if err := f.ended(c); err != nil {
			return err
		}
	case issues && f.pin.theme != nil:
		// Delivered before the end: others may have the values already.
		if err := f.handOn(c); err != nil {
			return err
		}
	}
	left := p.from.Type == workflows.Wait
	if c != f.root && (c.Status != CaseRunning || left) {
		f.settleRoot()
	}
	return nil
}

// inState refuses a case that is in no state: nobody can act on it now.
func inState(c *Case) error {
	switch {
	case c.Matter == "":
		return refuse(actionTheme, "")
	case c.Status == CaseEnded:
		return refuse(actionEnded, "")
	case c.Status == CaseWaiting:
		return refuse(actionWaiting, "")
	}
	return nil
}

// acting is the state in which the actor may act on a case now.
func (f *family) acting(a Actor, c *Case) (*workflows.State, error) {
	if err := inState(c); err != nil {
		return nil, err
	}
	state, ok := f.matter(c).Machine.State(c.State)
	if !ok {
		return nil, fmt.Errorf("%w: case %s is in unknown state %q", errInvariant, c.ID, c.State)
	}
	if !mayAct(a, c, state) {
		if c.Holder != nil && c.Status == CaseRunning && a.Departments[c.Department] && len(sharedRoles(a, state)) > 0 {
			return nil, refuse(handoverTaken, "", "name", c.Holder.Name)
		}
		return nil, refuse(actionRole, "")
	}
	return state, nil
}

// transition finds what the actor wants to do among what it may do.
func (f *family) transition(a Actor, c *Case, event string) (*workflows.State, *workflows.Transition, error) {
	state, err := f.acting(a, c)
	if err != nil {
		return nil, nil, err
	}
	if state.Takes(event) {
		return nil, nil, refuse(actionVotes, "event")
	}
	for i := range state.On {
		if state.On[i].Event == event {
			return state, &state.On[i], nil
		}
	}
	return nil, nil, refuse(actionUnknown, "event", "event", event)
}

// mayAct reports whether the process waits for this actor now.
func mayAct(a Actor, c *Case, s *workflows.State) bool {
	switch s.Type {
	case workflows.Wait:
		return a.Account != "" && a.Account == c.Applicant
	case workflows.Step:
		if c.Holder != nil {
			st := a.standFor(c)
			return c.Holder.has(a) && len(sharedRoles(a, s)) > 0 || st != nil && len(st.acting(s.Roles)) > 0
		}
		return a.Departments[c.Department] && len(sharedRoles(a, s)) > 0
	}
	return false
}

func sharedRoles(a Actor, s *workflows.State) []string {
	var shared []string
	for _, r := range s.Roles {
		if slices.Contains(a.Roles, r) {
			shared = append(shared, r)
		}
	}
	return shared
}

// actingAs is the role under which the log records the actor.
func actingAs(a Actor, c *Case, s *workflows.State) who {
	if s.Type == workflows.Wait {
		return citizen(a)
	}
	w := who{account: a.Account, name: a.Name}
	if shared := sharedRoles(a, s); len(shared) > 0 {
		w.role = shared[0]
	}
	if st := a.standFor(c); st != nil && !(c.Holder.has(a) && w.role != "") {
		if lent := st.acting(s.Roles); len(lent) > 0 {
			w.role = lent[0]
		}
		w.behalf = st.Officer
	}
	if c.Holder.has(a) && c.Holder.Account != a.Account {
		w.behalf = c.Holder.Account
	}
	return w
}

// checkAction refuses what must be said and was not, and what this kind of
// action would silently ignore.
func checkAction(kind workflows.TransitionKind, act Action) error {
	var ps metamodel.Problems
	if kind.NoteRequired() && act.Note == "" {
		ps = append(ps, noteMissing.At("note"))
	}
	if noteTooLong(act.Note) {
		ps = append(ps, noteLong.At("note", "max", maxNote))
	}
	asks := kind == workflows.Correct || kind == workflows.Rectify
	for name, given := range map[string]bool{
		"fields": len(act.Fields) > 0 && !asks, "materials": len(act.Materials) > 0 && !asks,
		"answers": len(act.Answers) > 0 && kind != workflows.Resubmit,
	} {
		if given {
			ps = append(ps, extraUnexpected.At(name, "name", name))
		}
	}
	slices.SortFunc(ps, func(a, b metamodel.Problem) int { return strings.Compare(a.Path, b.Path) })
	return ps.Err()
}

// cleanNote keeps lines and drops what has no place in a text. Of a text that
// nobody could see nothing is left.
func cleanNote(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && isControl(r) {
			return -1
		}
		return r
	}, s)
	if !strings.ContainsFunc(s, visible) {
		return ""
	}
	return strings.TrimSpace(s)
}

// visible reports whether a character leaves something on paper. Fillers and the
// empty Braille pattern are letters and symbols by their class and blank by
// their looks; a mark alone stands on nothing.
func visible(r rune) bool {
	switch r {
	case 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0:
		return false
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
}

// isControl finds control characters and those that turn the direction of
// text, with which a name can be made to read as another.
func isControl(r rune) bool {
	return r < 0x20 || r >= 0x7f && r <= 0x9f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 ||
		r == 0x200e || r == 0x200f || r == 0xfeff
}
