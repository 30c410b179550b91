package engine

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/onematter/onematter/workflows"
)

// Temporary bodies so that other rooms compile while this one is written.
func newEngine(Options) *Engine { panic("unbuilt") }
func (e *Engine) startDraft(context.Context, Actor, string, string, json.RawMessage, json.RawMessage) (*DraftView, error) {
	panic("unbuilt")
}
func (e *Engine) draft(context.Context, Actor, string) (*DraftView, error) { panic("unbuilt") }
func (e *Engine) drafts(context.Context, Actor, Page) ([]Draft, string, error) {
	panic("unbuilt")
}
func (e *Engine) saveAnswers(context.Context, Actor, string, int64, Patch) (*DraftView, error) {
	panic("unbuilt")
}
func (e *Engine) preview(context.Context, Actor, string, Patch) (*DraftView, error) {
	panic("unbuilt")
}
func (e *Engine) deleteDraft(context.Context, Actor, string) error { panic("unbuilt") }
func (e *Engine) addFile(context.Context, Actor, string, string, string, io.Reader) (File, error) {
	panic("unbuilt")
}
func (e *Engine) addCorrectionFile(context.Context, Actor, string, string, string, io.Reader) (File, error) {
	panic("unbuilt")
}
func (e *Engine) removeFile(context.Context, Actor, string) error { panic("unbuilt") }
func (e *Engine) openFile(context.Context, Actor, string) (File, io.ReadCloser, error) {
	panic("unbuilt")
}
func (e *Engine) submit(context.Context, Actor, string, string) (Receipt, error) { panic("unbuilt") }
func (e *Engine) submitMatter(context.Context, Actor, string, []byte, string) (Receipt, error) {
	panic("unbuilt")
}
func (e *Engine) caseView(context.Context, Actor, string) (*CaseView, error) { panic("unbuilt") }
func (e *Engine) cases(context.Context, Actor, CaseFilter, Page) ([]Case, string, error) {
	panic("unbuilt")
}
func (e *Engine) worklist(context.Context, Actor, CaseFilter, Page) ([]Case, string, map[workflows.Light]int, error) {
	panic("unbuilt")
}
func (e *Engine) apply(context.Context, Actor, string, int64, string, Action) (*CaseView, error) {
	panic("unbuilt")
}
func (e *Engine) sweep(context.Context) (int, error)                              { panic("unbuilt") }
func (e *Engine) signIn(context.Context, string, string) (Session, string, error) { panic("unbuilt") }
func (e *Engine) signOut(context.Context, string) error                           { panic("unbuilt") }
func (e *Engine) resume(context.Context, string) (Actor, Session, error)          { panic("unbuilt") }
func (e *Engine) actorOfToken(context.Context, string) (Actor, error)             { panic("unbuilt") }
func (e *Engine) createAccount(context.Context, Actor, NewAccount) (Account, error) {
	panic("unbuilt")
}
func (e *Engine) setPassword(context.Context, Actor, string, string) error { panic("unbuilt") }
func (e *Engine) createToken(context.Context, Actor, string, time.Time) (Token, string, error) {
	panic("unbuilt")
}
func (e *Engine) createWebhook(context.Context, Actor, string, []EventType) (Webhook, error) { panic("unbuilt") }
