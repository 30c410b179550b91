package engine

import "context"

// Reply is what somebody says who was asked: to sign, or for an opinion.
type Reply struct {
	Task   string
	Answer Answer
	Note   string
}

// Answer gives a reply, once and for good. The revision is the one that was
// seen; what others who are asked say meanwhile does not make it stale.
func (e *Engine) Answer(ctx context.Context, a Actor, caseID string, revision int64, key string, said Reply) (*CaseView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	said.Note = cleanNote(said.Note)
	if err := checkNote(said.Note); err != nil {
		return nil, err
	}
	request := requestHash("answer", caseID, said.Task, string(said.Answer), said.Note)
	current := func(c Case) bool { return revision >= c.Steady && revision <= c.Revision }
	return e.actingOn(ctx, a, caseID, current, key, request, func(seen Case) error { return e.reply(ctx, a, seen, key, request, said) })
}

// reply takes what somebody who was asked says, with what follows from it.
func (e *Engine) reply(ctx context.Context, a Actor, seen Case, key, request string, said Reply) error {
	f, c, err := e.asSeen(ctx, seen)
	if err != nil {
		return err
	}
	t := c.task(said.Task)
	switch {
	case t == nil || t.Kind == TaskVisit || !t.addressedTo(a) || !officer(a):
		return refuse(actionRole, "")
	case !t.Open() || t.over(f):
		return refuse(taskClosed, "")
	}
	if f.by, err = f.speaks(a, c, t); err != nil {
		return err
	}
	f.steady = c
	if t.Kind == TaskSign {
		err = f.vote(c, t, said)
	} else {
		err = f.opine(c, t, said)
	}
	if err != nil {
		return err
	}
	return e.commitAction(ctx, a, f, c, key, request)
}

// answerTask writes what was said into the task and the log.
func (f *family) answerTask(c *Case, t *Task, said Reply, event EventType) {
	t.Answer, t.Note = said.Answer, said.Note
	t.Behalf = f.by.behalf
	t.close(f, TaskAnswered)
	f.touch(c)
	f.logTask(c, t, event, said.Note)
}

// logTask tells of a task that others are asked for.
func (f *family) logTask(c *Case, t *Task, event EventType, note string) {
	f.log(c, event, func(d *EventData) {
		d.Note = note
		d.Task = &TaskTold{ID: t.ID, Kind: t.Kind, Department: t.Department, Name: t.Name, Roles: t.Roles, Question: t.Question, Answer: t.Answer, End: t.End}
		if !t.Due.IsZero() {
			d.Task.DueUnix = t.Due.Unix()
		}
	})
}
