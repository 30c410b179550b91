package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/ed25519"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/metamodel"
)

// edited is a pack's files with another version, in which old is replaced by
// new in files: file, old, new, …
func edited(files any, version string, edits ...string) object {
	out := maps.Clone(files.(object))
	manifest := out["pack.yaml"].(string)
	at := strings.Index(manifest, "version: ")
	end := at + strings.IndexByte(manifest[at:], '\n')
	out["pack.yaml"] = manifest[:at] + "version: " + version + manifest[end:]
	for i := 0; i+2 < len(edits); i += 3 {
		body := out[edits[i]].(string)
		if !strings.Contains(body, edits[i+1]) {
			panic(edits[i] + " has no " + edits[i+1])
		}
		out[edits[i]] = strings.Replace(body, edits[i+1], edits[i+2], 1)
	}
	return out
}

func TestAVersionTravelsFromDraftToRetiredOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	root, author, reviewer := h.someone("root", "", "administrator"), h.someone("author", "service-centre", "designer"), h.someone("reviewer", "service-centre", "designer")
	first := find(root.get("/api/v1/packs").items(), "name", "open-a-restaurant")["hash"].(string)
	files := author.get("/api/v1/releases/" + first + "/files").want(http.StatusOK).object()["files"]

	body := object{"files": edited(files, "1.1.0"), "comment": "改个说法"}
	author.ask("POST", "/api/v1/versions", body).refuses(http.StatusPreconditionRequired, "version.base_unsaid")
	body["base"] = "sha256:00"
	author.ask("POST", "/api/v1/versions", body).refuses(http.StatusUnprocessableEntity, "version.base_unknown")
	body["base"] = first
	made := author.ask("POST", "/api/v1/versions", body).want(http.StatusCreated)
	version := made.object()["version"].(object)
	id := version["id"].(string)
	if version["stage"] != "draft" || version["base"] != first || version["author"].(object)["name"] != "姓名author" || made.etag() == "" {
		t.Errorf("begun as %s", made.body)
	}
	if again := author.ask("POST", "/api/v1/versions", body).want(http.StatusCreated); again.object()["version"].(object)["id"] != id {
		t.Error("the same request began another draft")
	}
	// An edit, which somebody else's older page must not undo.
	at := "/api/v1/versions/" + id
	change := object{"files": edited(files, "1.1.0", "forms/M03.yaml", "DE00203:\n", "DE00203:\n        maximum: 300\n")}
	author.ask("PUT", at+"/files", change).refuses(http.StatusPreconditionRequired, "request.revision_missing")
	saved := author.ask("PUT", at+"/files", change, "If-Match", made.etag()).want(http.StatusOK)
	reviewer.ask("PUT", at+"/files", object{"files": edited(files, "1.2.0")}, "If-Match", made.etag()).refuses(http.StatusConflict, "conflict")
	if got := reviewer.get(at + "/files").want(http.StatusOK).object()["files"].(object)["forms/M03.yaml"]; got != change["files"].(object)["forms/M03.yaml"] {
		t.Error("the files are not what was saved")
	}
	diff := reviewer.get("/api/v1/diff?from=" + first + "&to=" + id).want(http.StatusOK)
	if changes := objects(diff.object()["changes"]); len(changes) == 0 || diff.string("class") != "needs_answer" || find(changes, "path", "premises/DE00203/maximum") == nil {
		t.Errorf("the difference is %s", diff.body)
	}
	owner := h.citizen("owner")
	owner.ask("POST", "/api/v1/drafts", object{"theme": "T01"}).want(http.StatusCreated)
	impact := reviewer.get("/api/v1/impact?kind=element&id=DE00203").want(http.StatusOK)
	if touched := objects(impact.object()["touched"]); find(touched, "id", "M03") == nil || impact.object()["running"].(object)["drafts"] != 1.0 || !slices.Contains(texts(impact.object()["themes"]), "T01") {
		t.Errorf("a change of the floor area touches %s", impact.body)
	}
	reviewer.get("/api/v1/impact?kind=element&id=nothing").want(http.StatusNotFound)
	if gate := reviewer.get(at + "/gate").want(http.StatusOK); len(objects(gate.object()["blockers"])) != 0 {
		t.Errorf("the gate says %s", gate.body)
	}
	// Review by four eyes, then in force.
	submitted := author.ask("POST", at+"/submit", object{"comment": "请审核"}, "If-Match", saved.etag()).want(http.StatusOK)
	author.ask("POST", at+"/approve", object{}, "If-Match", submitted.etag()).refuses(http.StatusForbidden, "version.four_eyes")
	root.ask("POST", at+"/publish", object{}, "If-Match", submitted.etag()).refuses(http.StatusConflict, "version.not_approved")
	returned := reviewer.ask("POST", at+"/return", object{"comment": "请补充说明"}, "If-Match", submitted.etag()).want(http.StatusOK)
	submitted = author.ask("POST", at+"/submit", object{}, "If-Match", returned.etag()).want(http.StatusOK)
	approved := reviewer.ask("POST", at+"/approve", object{"comment": "同意"}, "If-Match", submitted.etag()).want(http.StatusOK)
	reviewer.ask("POST", at+"/publish", object{}, "If-Match", approved.etag()).want(http.StatusNotFound) // designers do not publish
	published := root.ask("POST", at+"/publish", object{"comment": "发布"}, "If-Match", approved.etag()).want(http.StatusOK)
	second := published.object()["version"].(object)["hash"].(string)
	if current := find(root.get("/api/v1/packs").items(), "name", "open-a-restaurant"); current["hash"] != second || current["version"] != "1.1.0" {
		t.Errorf("in force is %v", current)
	}
	// The same request again is done; a draft begun before 1.1.0 does not undo it.
	if again := root.ask("POST", at+"/publish", object{"comment": "发布"}, "If-Match", approved.etag()).want(http.StatusOK); again.object()["version"].(object)["hash"] != second {
		t.Errorf("published again, it is %s", again.body)
	}
	author.ask("POST", "/api/v1/versions", object{"files": edited(files, "1.2.0"), "base": first}).refuses(http.StatusConflict, "version.base")
	author.ask("PUT", at+"/files", change, "If-Match", published.etag()).refuses(http.StatusConflict, "version.stage")
	list := author.get("/api/v1/packs/open-a-restaurant/versions").want(http.StatusOK).items()
	if len(list) != 2 || find(list, "hash", second)["current"] != true || find(list, "hash", first)["current"] != false || find(list, "hash", first)["stage"] != "published" {
		t.Errorf("the versions are %v", list)
	}
	history := author.get("/api/v1/packs/open-a-restaurant/history?limit=3").want(http.StatusOK)
	if lines := history.items(); len(lines) != 3 || lines[0]["step"] != "publish" || lines[0]["by"].(object)["name"] != "姓名root" || lines[1]["comment"] != "同意" {
		t.Errorf("the history is %s", history.body)
	}
	older := author.get("/api/v1/packs/open-a-restaurant/history?limit=50&before=" + history.string("next")).want(http.StatusOK).items()
	if len(older) < 4 || older[len(older)-1]["step"] != "import" {
		t.Errorf("before that, %v", older)
	}
	author.get("/api/v1/packs/nowhere/versions").want(http.StatusNotFound)
	author.get("/api/v1/diff?from=" + first + "&to=nowhere").want(http.StatusNotFound)
	author.get("/api/v1/diff?from="+first+"&to="+find(root.get("/api/v1/packs").items(), "name", "china-calendar")["hash"].(string)).refuses(http.StatusUnprocessableEntity, "version.other_pack")
	root.ask("POST", "/api/v1/releases/"+first+"/retire", object{"comment": "旧版"}).want(http.StatusNoContent)
	root.ask("POST", "/api/v1/releases/"+first+"/retire", object{}).want(http.StatusNoContent) // again
	if list := author.get("/api/v1/packs/open-a-restaurant/versions").items(); find(list, "hash", first)["stage"] != "retired" {
		t.Errorf("retired, the versions are %v", list)
	}

	// A pack may also come as a ZIP file, in a folder or not; what leaves it is refused.
	pack := func(prefix string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		texts := edited(files, "1.3.0")
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			w, err := z.Create(prefix + name)
			must(t, err)
			_, err = w.Write([]byte(texts[name].(string)))
			must(t, err)
		}
		must(t, z.Close())
		return b.Bytes()
	}
	author.upload("/api/v1/versions/archive", "pack.zip", pack("")).refuses(http.StatusPreconditionRequired, "version.base_unsaid")
	author.upload("/api/v1/versions/archive?base="+first, "pack.zip", pack("")).refuses(http.StatusConflict, "version.base")
	archive := "/api/v1/versions/archive?base=" + second
	up := author.upload(archive, "pack.zip", pack("open-a-restaurant/")).want(http.StatusCreated)
	if same := author.upload(archive, "pack.zip", pack("")).want(http.StatusCreated); same.object()["version"].(object)["id"] != up.object()["version"].(object)["id"] {
		t.Error("with and without a folder around it, it is another pack")
	}
	author.upload(archive, "pack.zip", pack("../")).refuses(http.StatusUnprocessableEntity, "pack.unknown_file")
	author.upload(archive, "pack.zip", []byte("no archive")).refuses(http.StatusUnprocessableEntity, "archive.unreadable")
	draft := up.object()["version"].(object)["id"].(string)
	author.ask("DELETE", "/api/v1/versions/"+draft, nil, "If-Match", up.etag()).want(http.StatusNoContent)
	author.get("/api/v1/versions/" + draft).want(http.StatusNotFound)
	// What does not compile is kept, and the gate says why.
	broken := author.ask("POST", "/api/v1/versions", object{"files": edited(files, "1.4.0", "forms/M04.yaml", "element:DE00402", "element:DE99999"), "base": second}).want(http.StatusCreated)
	if blockers := objects(broken.object()["gate"].(object)["blockers"]); len(blockers) == 0 || blockers[0]["file"] == "" {
		t.Errorf("the gate says %s", broken.body)
	}
	author.get("/api/v1/diff?from="+first+"&to="+broken.object()["version"].(object)["id"].(string)).refuses(http.StatusUnprocessableEntity, "version.broken")
}

func TestADesignerTriesAnswersOnAForm(t *testing.T) {
	t.Parallel()
	h := open(t)
	designer := h.someone("designer", "service-centre", "designer")
	try := designer.ask("POST", "/api/v1/forms/M02/preview", object{"answers": object{"applicant": object{"DE00303": true}}, "explain": []string{"applicant/DE00304", "page:" + "nowhere"}})
	try.refuses(http.StatusUnprocessableEntity, "preview.unknown")
	try = designer.ask("POST", "/api/v1/forms/M02/preview", object{"answers": object{"applicant": object{"DE00303": true}}, "explain": []string{"applicant/DE00304"}}).want(http.StatusOK)
	x := objects(try.object()["explains"])
	if len(x) != 1 || x[0]["shown"] != true || x[0]["required"] != true || x[0]["because"].(object)["zh"] == "" {
		t.Errorf("explained as %s", try.body)
	}
	if pages := objects(try.object()["journey"].(object)["pages"]); len(pages) == 0 || try.object()["fillTime"].(object)["seconds"].(float64) <= 0 {
		t.Errorf("the journey is %s", try.body)
	}
	designer.ask("POST", "/api/v1/forms/T01/preview", object{}).want(http.StatusOK) // a theme's merged form
	designer.ask("POST", "/api/v1/forms/nope/preview", object{}).want(http.StatusNotFound)
	if schema := designer.get("/api/v1/forms/M02/schema").want(http.StatusOK); schema.string("$schema") != "https://json-schema.org/draft/2020-12/schema" {
		t.Errorf("the schema is %.200s", schema.body)
	}
	found := designer.get("/api/v1/code-lists/CL_DELIVERY/entries?q=" + "邮寄").want(http.StatusOK).items()
	if len(found) != 1 || found[0]["code"] != "2" || found[0]["selectable"] != true {
		t.Errorf("found %v", found)
	}
	if all := designer.get("/api/v1/code-lists/CL_DELIVERY/entries?limit=2").want(http.StatusOK).items(); len(all) != 2 {
		t.Errorf("found %v", all)
	}
	designer.get("/api/v1/code-lists/nope/entries").want(http.StatusNotFound)
}

func TestAnAdministratorMovesFilingsOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := context.Background()
	root, author, owner := h.someone("root", "", "administrator"), h.someone("author", "service-centre", "designer"), h.citizen("owner")
	first := find(root.get("/api/v1/packs").items(), "name", "open-a-restaurant")["hash"].(string)
	draft := owner.ask("POST", "/api/v1/drafts", object{"theme": "T01"}).want(http.StatusCreated)
	owner.ask("PATCH", "/api/v1/drafts/"+draft.string("id"), object{"answers": object{"premises/DE00203": 320}}, "If-Match", draft.etag()).want(http.StatusOK)

	made := author.ask("POST", "/api/v1/versions", object{"files": edited(author.get("/api/v1/releases/" + first + "/files").object()["files"], "1.1.0", "forms/M03.yaml", "DE00203:\n", "DE00203:\n        maximum: 300\n"), "base": first}).want(http.StatusCreated)
	if kept := owner.get("/api/v1/drafts/" + draft.string("id")).want(http.StatusOK).object()["kept"]; len(kept.([]any)) != 0 {
		t.Errorf("of a draft that never moved, %v is kept aside", kept)
	}
	at := "/api/v1/versions/" + made.object()["version"].(object)["id"].(string)
	submitted := author.ask("POST", at+"/submit", object{}, "If-Match", made.etag()).want(http.StatusOK)
	approved := root.ask("POST", at+"/approve", object{}, "If-Match", submitted.etag()).want(http.StatusOK)
	second := root.ask("POST", at+"/publish", object{}, "If-Match", approved.etag()).want(http.StatusOK).object()["version"].(object)["hash"].(string)

	plan := object{"theme": "T01", "from": first, "to": second}
	dry := root.ask("POST", "/api/v1/migrations/dry-run", plan).want(http.StatusOK)
	if v := find(dry.items(), "filing", draft.string("id")); v == nil || v["sort"] != "needs" || objects(v["findings"])[0]["path"] != "premises/DE00203" {
		t.Errorf("the dry run says %s", dry.body)
	}
	if places := dry.object()["places"].(object); len(objects(places["items"])) != 0 || len(places["choices"].(object)) != 0 {
		t.Errorf("where everything has its place, a map is asked for %v", places)
	}
	root.ask("POST", "/api/v1/migrations/dry-run", object{"theme": "T01", "from": first, "to": first}).refuses(http.StatusUnprocessableEntity, "migration.same")
	root.ask("POST", "/api/v1/migrations", plan).refuses(http.StatusPreconditionRequired, "request.key_missing")
	// Releases may be named as people name them.
	named := object{"theme": "T01", "from": "open-a-restaurant@1.0.0", "to": strings.TrimPrefix(second, "sha256:")[:8]}
	if again := root.ask("POST", "/api/v1/migrations/dry-run", named).want(http.StatusOK); string(again.body) != string(dry.body) {
		t.Errorf("by name the dry run says %s", again.body)
	}
	root.ask("POST", "/api/v1/migrations/dry-run", object{"theme": "T01", "from": "open-a-restaurant@1.0.0", "to": "open-a-restaurant@7"}).refuses(http.StatusUnprocessableEntity, "migration.release")
	m := root.ask("POST", "/api/v1/migrations", named, "Idempotency-Key", "one-move-only").want(http.StatusCreated)
	if m.string("from") != first || m.string("to") != second {
		t.Errorf("named, it moves from %s to %s", m.string("from"), m.string("to"))
	}
	if again := root.ask("POST", "/api/v1/migrations", plan, "Idempotency-Key", "one-move-only").want(http.StatusCreated); again.string("id") != m.string("id") {
		t.Error("the same key began two migrations")
	}
	root.ask("POST", "/api/v1/migrations/"+m.string("id")+"/undo", nil).refuses(http.StatusConflict, "migration.status")
	work := func() {
		for more := true; more; {
			var err error
			more, err = h.engine.StepMigration(ctx, engine.SystemActor(), m.string("id"), 0)
			must(t, err)
		}
	}
	work()
	done := root.get("/api/v1/migrations/" + m.string("id")).want(http.StatusOK)
	if counts := objects(done.object()["counts"]); done.string("status") != "done" || len(counts) != 1 || counts[0]["fate"] != "moved" || counts[0]["n"] != 1.0 || done.object()["by"].(object)["name"] != "姓名root" {
		t.Errorf("done is %s", done.body)
	}
	if now := owner.get("/api/v1/drafts/" + draft.string("id")).want(http.StatusOK); now.string("release") != second {
		t.Errorf("the draft is at %s", now.string("release"))
	}
	if items := root.get("/api/v1/migrations/" + m.string("id") + "/items?fate=moved").want(http.StatusOK).items(); len(items) != 1 || items[0]["filing"] != draft.string("id") {
		t.Errorf("the items are %v", items)
	}
	root.get("/api/v1/migrations/" + m.string("id") + "/items?fate=lost").want(http.StatusBadRequest)
	root.ask("POST", "/api/v1/migrations/"+m.string("id")+"/undo", nil).want(http.StatusOK)
	work()
	if now := owner.get("/api/v1/drafts/" + draft.string("id")).want(http.StatusOK); now.string("release") != first {
		t.Errorf("put back, the draft is at %s", now.string("release"))
	}
	if list := root.get("/api/v1/migrations").want(http.StatusOK).items(); len(list) != 1 || list[0]["status"] != "undone" {
		t.Errorf("the migrations are %v", list)
	}
	// What happened stands in the log, in the shape the document promises.
	types := map[any]int{}
	for _, e := range root.get("/api/v1/events?limit=1000").want(http.StatusOK).items() {
		types[e["type"]]++
	}
	if types["draft.migrated"] != 1 || types["draft.restored"] != 1 {
		t.Errorf("the log holds %v", types)
	}
}

// Every file that is sent as a pack is taken or refused as the program's own
// commands do it: the same reader, the same words.
func TestAHostileArchiveIsRefusedOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	author := h.someone("author", "service-centre", "designer")
	for _, c := range testpack.Zips(catalog.PackLimits.Files, catalog.PackLimits.Bytes, metamodel.DefinitionLimits.Bytes, catalog.PackLimits.Segment) {
		t.Log(c.Name)
		answer := author.upload("/api/v1/versions/archive", "pack.zip", c.Body)
		if c.Code == "" {
			answer.want(c.Status)
		} else {
			answer.refuses(c.Status, c.Code)
		}
	}
	if list := author.get("/api/v1/packs/x/versions").want(http.StatusOK).items(); len(list) != 2 { // with subjects.yaml and without
		t.Errorf("%d drafts were made", len(list))
	}
}

// A signed export can be uploaded as it is; the answer says what its signature
// is worth here. The signature is no file of the draft.
func TestASignedExportIsUploaded(t *testing.T) {
	t.Parallel()
	h := open(t)
	author := h.someone("author", "service-centre", "designer")
	p, ps := catalog.ReadArchive(testpack.Files(1, 12))
	must(t, ps.Err())
	signature := catalog.Sign(p, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), time.Now())
	body, err := catalog.Zip(p.Files, &signature)
	must(t, err)
	up := author.upload("/api/v1/versions/archive", "pack.zip", body).want(http.StatusCreated).object()
	said := find(objects(up["gate"].(object)["warnings"]), "code", "signature.not_verified")
	if said == nil || !strings.Contains(said["message"].(object)["zh"].(string), signature.Key) {
		t.Errorf("of the signature it said %v", up["gate"])
	}
	files := author.get("/api/v1/versions/" + up["version"].(object)["id"].(string) + "/files").want(http.StatusOK).object()["files"].(object)
	if len(files) != len(p.Files) || files[catalog.SignatureFile] != nil {
		t.Errorf("the draft has %v", slices.Sorted(maps.Keys(files)))
	}
	p.Files["subjects.yaml"] = append(p.Files["subjects.yaml"], '\n')
	body, err = catalog.Zip(p.Files, &signature)
	must(t, err)
	author.upload("/api/v1/versions/archive", "pack.zip", body).refuses(http.StatusUnprocessableEntity, "signature.other_content")
}
