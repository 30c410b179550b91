package engine

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/onematter/onematter/workflows"
)

// Holder is the officer who has the work of a case's step in hand (签收, 转办):
// until they release it, hand it on or the step is left, nobody else acts. It
// stays with the case while the citizen is asked, for it comes back to them.
type Holder struct {
	Account string    `json:"account"`
	Name    string    `json:"name"`
	Since   time.Time `json:"since"`
	Deputy  *Deputy   `json:"deputy,omitempty"`
}

// Deputy acts on behalf of a holder (委托).
type Deputy struct {
	Account string    `json:"account"`
	Name    string    `json:"name"`
	Since   time.Time `json:"since"`
}

// HeldBy is the account of whoever is expected to act on the step; "" when it is
// in nobody's hand.
func (c *Case) HeldBy() string {
	switch {
	case c.Holder == nil || c.Status != CaseRunning:
		return ""
	case c.Holder.Deputy != nil:
		return c.Holder.Deputy.Account
	}
	return c.Holder.Account
}

// has reports whether the actor is the holder or acts for them.
func (h *Holder) has(a Actor) bool {
	return h != nil && a.Account != "" && (h.Account == a.Account || h.Deputy != nil && h.Deputy.Account == a.Account)
}

// HandoverKind is what is done about who has a step in hand.
type HandoverKind string

const (
	Claim    HandoverKind = "claim"     // take it in hand (签收)
	Release  HandoverKind = "release"   // give it back to everybody
	Transfer HandoverKind = "transfer"  // hand it to another officer (转办)
	Delegate HandoverKind = "delegate"  // let another officer act on one's behalf (委托)
	TakeBack HandoverKind = "take_back" // end that
)

// Handover is one such deed.
type Handover struct {
	Do   HandoverKind
	To   string // account, of transfer and delegate
	Note string // optional; of the department
}

var handoverEvents = map[HandoverKind]EventType{
	Claim: EventClaimed, Release: EventReleased, Transfer: EventTransferred, Delegate: EventDelegated, TakeBack: EventTakenBack,
}

// atHand reports whether the log's event is about who works, which concerns the
// department alone.
func atHand(t EventType) bool {
	for _, e := range handoverEvents {
		if e == t {
			return true
		}
	}
	return false
}

// Officer is somebody to whom a step can be handed.
type Officer struct {
	ID           string
	Name         string
	Organisation string
}

func (e *Engine) handOver(ctx context.Context, a Actor, id string, revision int64, key string, h Handover) (*CaseView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	h.Note = cleanNote(h.Note)
	if err := checkNote(h.Note); err != nil {
		return nil, err
	}
	request := requestHash("hand over", id, string(h.Do), h.To, h.Note)
	return e.acting(ctx, a, id, revision, key, request, func(seen Case) error {
		f, c, err := e.asSeen(ctx, seen)
		if err != nil {
			return err
		}
		var to *Officer
		if h.Do == Transfer || h.Do == Delegate {
			list, err := e.fitting(ctx, f, c)
			if err != nil {
				return err
			}
			if i := slices.IndexFunc(list, func(o Officer) bool { return o.ID == h.To }); i >= 0 {
				to = &list[i]
			}
		}
		if err := f.handOver(a, c, h, to); err != nil {
			return err
		}
		return e.commitAction(ctx, a, f, c, key, request)
	})
}

// officers lists to whom the actor can hand a case's step.
func (e *Engine) officers(ctx context.Context, a Actor, id string) ([]Officer, error) {
	f, c, err := e.visibleFamily(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(f.handovers(a, c), func(k HandoverKind) bool { return k == Transfer || k == Delegate }) {
		return nil, nil
	}
	list, err := e.fitting(ctx, f, c)
	return slices.DeleteFunc(list, func(o Officer) bool { return o.ID == c.HeldBy() || o.ID == a.Account && c.Holder.has(a) }), err
}

// fitting lists the officers who may be given the step a case is in: of its
// department, of one above it, or of one below, with a role of the step.
func (e *Engine) fitting(ctx context.Context, f *family, c *Case) ([]Officer, error) {
	if c.Matter == "" || c.Status != CaseRunning {
		return nil, nil
	}
	state, ok := f.matter(c).Machine.State(c.State)
	if !ok {
		return nil, fmt.Errorf("%w: case %s is in unknown state %q", errInvariant, c.ID, c.State)
	}
	all, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the organisations: %w", err)
	}
	accounts, err := e.o.Store.AccountsIn(ctx, sortedKeys(lineOf(all, c.Department)))
	if err != nil {
		return nil, fmt.Errorf("listing the officers of a department: %w", err)
	}
	var list []Officer
	for _, acc := range accounts {
		if !acc.Disabled && len(sharedRoles(Actor{Roles: acc.Roles}, state)) > 0 {
			list = append(list, Officer{ID: acc.ID, Name: acc.Name, Organisation: acc.Organisation})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list, nil
}

// leads reports whether the actor settles who of the department works on a
// case, so that nothing is stuck when somebody is ill.
func leads(a Actor, c *Case) bool {
	return a.Has(RoleAdministrator) || a.Departments[c.Department] && a.Has(RoleApprover, RoleManager)
}

// handovers lists what the actor may do about who has the case's step in hand.
func (f *family) handovers(a Actor, c *Case) []HandoverKind {
	if c.Matter == "" || c.Status != CaseRunning {
		return nil
	}
	state, ok := f.matter(c).Machine.State(c.State)
	if !ok || state.Type != workflows.Step {
		return nil
	}
	var list []HandoverKind
	lead, has := leads(a, c), c.Holder.has(a)
	owner := c.Holder != nil && c.Holder.Account == a.Account
	if c.Holder == nil {
		if mayAct(a, c, state) {
			list = append(list, Claim)
		}
		if mayAct(a, c, state) || lead {
			list = append(list, Transfer)
		}
		return list
	}
	if owner || lead {
		list = append(list, Transfer)
	}
	if owner && c.Holder.Deputy == nil {
		list = append(list, Delegate)
	}
	if c.Holder.Deputy != nil && (has || lead) {
		list = append(list, TakeBack)
	}
	if owner || lead {
		list = append(list, Release)
	}
	return list
}

// handOver settles who has the case's step in hand. Neither the state nor a
// clock of it moves: it is the department's own affair.
func (f *family) handOver(a Actor, c *Case, h Handover, to *Officer) error {
	if err := inState(c); err != nil {
		return err
	}
	switch {
	case handoverEvents[h.Do] == "":
		return refuse(handoverUnknown, "do", "do", string(h.Do))
	case !slices.Contains(f.handovers(a, c), h.Do):
		if h.Do == Claim && c.Holder != nil && !c.Holder.has(a) && a.Departments[c.Department] {
			return refuse(handoverTaken, "do", "name", c.Holder.Name)
		}
		return refuse(handoverNot, "do")
	case h.Do != Transfer && h.Do != Delegate && h.To != "":
		return refuse(extraUnexpected, "to", "name", "to")
	case (h.Do == Transfer || h.Do == Delegate) && (to == nil || to.ID == c.HeldBy() || to.ID == a.Account):
		return refuse(handoverTo, "to")
	}
	f.by = f.officer(a, c)
	f.touch(c)
	about := ""
	switch h.Do {
	case Claim:
		c.Holder = &Holder{Account: a.Account, Name: a.Name, Since: f.at}
		about = a.Account
	case Release:
		about = c.Holder.Account
		c.Holder = nil
	case Transfer:
		c.Holder = &Holder{Account: to.ID, Name: to.Name, Since: f.at}
		about = to.ID
	case Delegate:
		held := *c.Holder
		held.Deputy = &Deputy{Account: to.ID, Name: to.Name, Since: f.at}
		c.Holder = &held
		about = to.ID
	case TakeBack:
		held := *c.Holder
		about = held.Deputy.Account
		held.Deputy = nil
		c.Holder = &held
	}
	f.log(c, handoverEvents[h.Do], func(d *EventData) { d.Assignee, d.Note = about, h.Note })
	return nil
}

// officer is who acts, under the role that lets them: of the step, or to lead.
func (f *family) officer(a Actor, c *Case) who {
	w := who{account: a.Account, name: a.Name}
	if state, ok := f.matter(c).Machine.State(c.State); ok {
		if shared := sharedRoles(a, state); len(shared) > 0 {
			w.role = shared[0]
			return w
		}
	}
	for _, r := range []Role{RoleApprover, RoleManager, RoleAdministrator} {
		if a.Has(r) {
			w.role = string(r)
			return w
		}
	}
	return w
}

// helped notes that somebody of another department acts. What a deputy may see
// ends with the delegation.
func (c *Case) helped(a Actor, s *workflows.State) {
	if s.Type == workflows.Step && !a.Departments[c.Department] && a.standFor(c) == nil && !slices.Contains(c.Helpers, a.Account) {
		c.Helpers = append(slices.Clone(c.Helpers), a.Account)
	}
}

// keepHolder says whose a step is that a case enters: the one's who had it when
// they asked the citizen, else nobody's yet.
func (c *Case) keepHolder(from, to *workflows.State) {
	switch {
	case to.Type == workflows.Wait:
	case from != nil && from.Type == workflows.Wait && c.Correction != nil && c.Correction.From == to.ID:
	default:
		c.Holder = nil
	}
}
