package api

import (
	"encoding/json"
	"mime/multipart"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	jsonschema "github.com/swaggest/jsonschema-go"
	"github.com/swaggest/openapi-go/openapi31"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// newReflector makes schemas of Go types as our encoder writes them and our
// binding takes them.
func newReflector() *openapi31.Reflector {
	r := openapi31.NewReflector()
	r.DefaultOptions = append(r.DefaultOptions,
		jsonschema.InterceptDefName(defName),
		jsonschema.InterceptNullability(func(p jsonschema.InterceptNullabilityParams) {
			// Lists and maps are never null in our answers; pointers are looked at below.
			if p.NullAdded && p.Type.Kind() != reflect.Pointer {
				p.Schema.RemoveType(jsonschema.Null)
			}
		}),
		jsonschema.InterceptProp(func(p jsonschema.InterceptPropParams) error {
			if p.Processed && p.ParentSchema != nil {
				member(p)
			}
			return nil
		}),
		jsonschema.InterceptSchema(func(p jsonschema.InterceptSchemaParams) (bool, error) {
			if !p.Value.IsValid() {
				return false, nil
			}
			switch t := p.Value.Type(); t {
			case reflect.TypeFor[json.RawMessage]():
				p.Schema.Type = nil
				p.Schema.WithDescription("Any JSON value")
				return true, nil
			case reflect.TypeFor[workflows.Returns](), reflect.TypeFor[*workflows.Returns]():
				scope := (&jsonschema.Schema{}).WithType(jsonschema.String.Type()).WithEnum(workflows.ReturnPrevious, workflows.ReturnAny)
				state := (&jsonschema.Schema{}).WithType(jsonschema.String.Type())
				states := (&jsonschema.Schema{}).WithType(jsonschema.Array.Type()).WithItems(*(&jsonschema.Items{}).WithSchemaOrBool(state.ToSchemaOrBool()))
				p.Schema.Type, p.Schema.Properties = nil, nil
				p.Schema.WithOneOf(scope.ToSchemaOrBool(), states.ToSchemaOrBool())
				return true, nil
			case reflect.TypeFor[json.Number]():
				p.Schema.WithType(jsonschema.Number.Type())
				return true, nil
			default:
				if values, ok := closed[t]; ok && !p.Processed {
					p.Schema.WithEnum(values...)
				}
			}
			return false, nil
		}))
	return r
}

// closed are types with a fixed set of values.
var closed = map[reflect.Type][]any{
	reflect.TypeFor[engine.EventType](): {engine.EventSubmitted, engine.EventStarted, engine.EventMoved, engine.EventWithdrawn, engine.EventClaimed, engine.EventReleased, engine.EventTransferred, engine.EventDelegated, engine.EventTakenBack, engine.EventDeputyNamed, engine.EventDeputyEnded, engine.EventVisitJoined, engine.EventVisitLeft, engine.EventVisitAsked, engine.EventVisitArranged, engine.EventVisitMoved, engine.EventVisitCancelled, engine.EventVisitHeld, engine.EventVisitRecorded, engine.EventSigned, engine.EventVoided, engine.EventAsked, engine.EventAnswered, engine.EventRevoked, engine.EventLapsed, engine.EventIssued, engine.EventEnded, engine.EventNotified, engine.EventLight, engine.EventExtended, engine.EventFileAdded,
		engine.EventMigrated, engine.EventRestored, engine.EventDraftMigrated, engine.EventDraftRestored,
		engine.EventDutyProposed, engine.EventDutyConfirmed, engine.EventDutyReturned, engine.EventDutyReassigned, engine.EventDutyAssigned,
		engine.EventDutyWithdrawn, engine.EventDutyEnded, engine.EventDutyDemander, engine.EventIdentityVerified, engine.EventIdentityRevoked},
	reflect.TypeFor[engine.VisitState]():     {engine.VisitGathering, engine.VisitArranging, engine.VisitArranged, engine.VisitHeld, engine.VisitCancelled},
	reflect.TypeFor[engine.VisitCause]():     {engine.NobodyWaits, engine.NobodyCame, engine.NobodyElse, engine.NobodyKnows},
	reflect.TypeFor[engine.VisitKind]():      {engine.ArrangeVisit, engine.MoveVisit, engine.CancelVisit, engine.HoldVisit, engine.LeaveVisit, engine.RecordVisit},
	reflect.TypeFor[engine.HandoverKind]():   {engine.Claim, engine.Release, engine.Transfer, engine.Delegate, engine.TakeBack},
	reflect.TypeFor[catalog.ShownKind]():     {catalog.ShownQuestion, catalog.ShownMatter, catalog.ShownField, catalog.ShownMaterial},
	reflect.TypeFor[catalog.ShownVerdict]():  {catalog.ShownOften, catalog.ShownRare, catalog.Unseen, catalog.Excluded, catalog.Never, catalog.Spared},
	reflect.TypeFor[catalog.AssumedSource](): {catalog.FromLimit, catalog.FromRest, catalog.FromAnswers, catalog.FromFile, catalog.FromMeasured},
	reflect.TypeFor[catalog.ShareSource]():   {catalog.SharesGiven, catalog.SharesTheme, catalog.SharesAlike},
	reflect.TypeFor[workflows.HandKind]():    {workflows.HandStep, workflows.HandSign, workflows.HandOpinion},
	reflect.TypeFor[workflows.DutyEvent]():   {workflows.DutyPropose, workflows.DutyConfirm, workflows.DutyReturn, workflows.DutyReassign, workflows.DutyAssign, workflows.DutyWithdraw, workflows.DutyEnd},
	reflect.TypeFor[metamodel.Type](): {metamodel.TypeString, metamodel.TypeText, metamodel.TypeInteger, metamodel.TypeNumber, metamodel.TypeBoolean,
		metamodel.TypeDate, metamodel.TypeCode, metamodel.TypeCodes, metamodel.TypeMoney, metamodel.TypeTime, metamodel.TypeDateTime,
		metamodel.TypeDateRange, metamodel.TypePerson, metamodel.TypeOrganisation, metamodel.TypeIdentity, metamodel.TypeAddress,
		metamodel.TypePhone, metamodel.TypeEmail, metamodel.TypeURL, metamodel.TypePoint, metamodel.TypeFile, metamodel.TypeSignature,
		metamodel.TypeTable},
}

// member completes the schema of one struct member.
func member(p jsonschema.InterceptPropParams) {
	name, options, _ := strings.Cut(p.Field.Tag.Get("json"), ",")
	optional := strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
	if name != "" && name != "-" && !optional {
		p.ParentSchema.Required = append(p.ParentSchema.Required, p.Name)
	}
	s := p.PropertySchema
	if p.Field.Type.Kind() == reflect.Pointer && s != nil {
		switch {
		case p.Field.Tag.Get("validate") == "required":
			s.RemoveType(jsonschema.Null)
		case s.Ref != nil && p.Field.Tag.Get("nullable") == "true":
			some := (&jsonschema.Schema{}).WithRef(*s.Ref).ToSchemaOrBool()
			s.Ref = nil
			s.WithAnyOf(some, (&jsonschema.Schema{}).WithType(jsonschema.Null.Type()).ToSchemaOrBool())
		}
	}
	if rules := p.Field.Tag.Get("validate"); rules != "" && s != nil && s.Ref == nil && ours(p.Field) {
		demand(s, p.Field.Type, rules)
	}
}

// ours reports whether a member's rules are those of binding: metadata's own
// rules are judged elsewhere.
func ours(f reflect.StructField) bool {
	return f.Type.PkgPath() == "" || strings.HasSuffix(f.Type.PkgPath(), "/api") || f.Type.Kind() == reflect.String
}

// demand writes the validator's rules as JSON Schema.
func demand(s *jsonschema.Schema, t reflect.Type, rules string) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	own, each, _ := strings.Cut(rules, ",dive,")
	for _, rule := range strings.Split(own, ",") {
		key, value, _ := strings.Cut(rule, "=")
		n, err := strconv.ParseInt(value, 10, 64)
		switch {
		case key == "required" && t.Kind() == reflect.String:
			s.WithMinLength(1)
		case key == "oneof":
			for _, v := range strings.Fields(value) {
				s.Enum = append(s.Enum, v)
			}
		case err != nil:
		case key == "max" && t.Kind() == reflect.String:
			s.WithMaxLength(n)
		case key == "max" && t.Kind() == reflect.Slice:
			s.WithMaxItems(n)
		case key == "max" && t.Kind() == reflect.Int:
			s.WithMaximum(float64(n))
		case key == "min" && t.Kind() == reflect.Slice:
			s.WithMinItems(n)
		case key == "min" && t.Kind() == reflect.Int:
			s.WithMinimum(float64(n))
		}
	}
	if each != "" && s.Items != nil && s.Items.SchemaOrBool != nil && s.Items.SchemaOrBool.TypeObject != nil {
		if item := s.Items.SchemaOrBool.TypeObject; item.Ref == nil {
			demand(item, t.Elem(), each)
		}
	}
}

var generic = regexp.MustCompile(`^(?:Api)?(\w+)\[.*?(\w+)\]$`)

// defName gives schemas the Go type's own name: ThemeList for List[Theme].
func defName(t reflect.Type, _ string) string {
	name := t.Name()
	if m := generic.FindStringSubmatch(name); m != nil {
		return m[2] + m[1]
	}
	if t == reflect.TypeFor[multipart.File]() {
		return "Bytes"
	}
	if pkg := t.PkgPath(); pkg != "" && !strings.HasSuffix(pkg, "/api") {
		base := pkg[strings.LastIndexByte(pkg, '/')+1:]
		if strings.HasPrefix(pkg, "github.com/onematter/") {
			return strings.ToUpper(base[:1]) + base[1:] + name
		}
	}
	return name
}
