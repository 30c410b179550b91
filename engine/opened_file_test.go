package engine_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// A picture that nobody had to give is asked for once a corrected answer says so:
// it is taken before the answers are handed in, where answers are corrected at all.
func TestAFileThatACorrectedAnswerAsksForIsTaken(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx, me := context.Background(), citizen("ann")
		const gear, photo = "applicant/HE4", "applicant/HE8"
		h, _ := asking(t)
		w.release(h.with(t, "1.0.1", "forms/MB.yaml", `required: [HE1, HE4], properties: {`, `required: [HE1, HE4, HE8], properties: {HE8: {$ref: "element:HE8", x-visible: applicant.HE4 == 'trap'}, `,
			"forms/MB.yaml", "applicant/HE4, ", "applicant/HE4, applicant/HE8, ",
			"matters/MB.yaml", "form: MB\n", "form: MB\nmaterials: [{material: HM1, label: {zh: 船检证书, en: Certificate}, required: false}]\n"))
		id := w.filed(me).Children[1]
		upload := func(path string) (engine.File, error) {
			return w.AddCorrectionFieldFile(ctx, me, id, path, "船.png", bytes.NewReader(picture()))
		}
		clerk := staff("clerk", "fishery", "clerk")
		answer := func(v map[string]any) error {
			_, err := w.Apply(ctx, me, id, w.kept(id).Revision, "", engine.Action{Event: "resubmit", Answers: answers(v)})
			return err
		}
		w.act(clerk, id, engine.Action{Event: "correct", Note: "请核对渔具", Fields: []string{gear}})
		if told := toldOf(answer(map[string]any{gear: "trap"})); !slices.Equal(told, []string{"answer.upload " + photo}) {
			t.Errorf("told is %v", told)
		}
		f, err := upload(photo)
		must(t, err)
		if told := toldOf(answer(map[string]any{gear: "line", photo: []string{f.ID}})); !slices.Equal(told, []string{"correction.path " + photo}) {
			t.Errorf("a picture that nothing asks for: told is %v", told)
		}
		must(t, answer(map[string]any{gear: "trap", photo: []string{f.ID}}))
		if said := w.said(id, photo); !strings.Contains(said, f.ID) {
			t.Errorf("the picture is %s", said)
		}

		if _, err := upload(photo); problemOf(err) != "correction.none" {
			t.Errorf("nothing is asked: %v", err)
		}
		w.act(clerk, id, engine.Action{Event: "correct", Note: "请补船检证书", Materials: []string{"HM1"}})
		if _, err := upload(photo); problemOf(err) != "correction.none" {
			t.Errorf("a certificate is asked for alone: %v", err)
		}
	})
}
