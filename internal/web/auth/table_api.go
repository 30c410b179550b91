package auth

import "github.com/onematter/onematter/engine"

// apiRows are the JSON API (internal/web/api).
var apiRows = map[Route]Access{
	{"GET", "/api/openapi.json"}: Everyone,

	{"GET", "/api/v1/session"}:        Everyone,
	{"POST", "/api/v1/session"}:       Everyone,
	{"DELETE", "/api/v1/session"}:     Everyone, // signing out twice is no error
	{"POST", "/api/v1/registrations"}: Everyone,
	{"GET", "/api/v1/me"}:             SignedIn,
	{"GET", "/api/v1/tokens"}:         SignedIn,
	{"POST", "/api/v1/me/password"}:   InPerson,
	{"POST", "/api/v1/tokens"}:        InPerson,
	{"DELETE", "/api/v1/tokens/:id"}:  SignedIn,

	{"GET", "/api/v1/accounts"}:                         administrator,
	{"POST", "/api/v1/accounts"}:                        administrator,
	{"GET", "/api/v1/accounts/:id"}:                     administrator,
	{"PUT", "/api/v1/accounts/:id"}:                     administrator,
	{"POST", "/api/v1/accounts/:id/password"}:           administrator,
	{"GET", "/api/v1/identities/:username"}:             verifiers,
	{"PUT", "/api/v1/identities/:username"}:             verifiers,
	{"POST", "/api/v1/identities/:username/revocation"}: verifiers,
	{"GET", "/api/v1/organisations"}:                    Staff,
	{"PUT", "/api/v1/organisations/:id"}:                administrator,

	{"GET", "/api/v1/themes"}:                      Everyone,
	{"GET", "/api/v1/themes/:id"}:                  Everyone,
	{"POST", "/api/v1/themes/:id/guide"}:           Everyone,
	{"GET", "/api/v1/themes/:id/guide"}:            Everyone,
	{"GET", "/api/v1/themes/:id/form"}:             Everyone,
	{"GET", "/api/v1/themes/:id/schema"}:           Everyone,
	{"GET", "/api/v1/policies"}:                    Everyone,
	{"GET", "/api/v1/policies/:id"}:                Everyone,
	{"POST", "/api/v1/policies/evaluate"}:          Everyone,
	{"GET", "/api/v1/themes/:id/certificate"}:      Staff,
	{"GET", "/api/v1/themes/:id/certificate/file"}: Staff,
	{"GET", "/api/v1/themes/:id/simulation"}:       Staff,
	{"GET", "/api/v1/matters"}:                     Everyone,
	{"GET", "/api/v1/matters/:id"}:                 Everyone,
	{"GET", "/api/v1/matters/:id/form"}:            Everyone,
	{"GET", "/api/v1/matters/:id/schema"}:          Everyone,
	{"GET", "/api/v1/matters/:id/comparison"}:      Staff,
	{"GET", "/api/v1/matters/:id/followers"}:       Staff,
	{"GET", "/api/v1/matters/:id/history"}:         Staff,
	{"GET", "/api/v1/packs/:name/review"}:          Staff,
	{"GET", "/api/v1/packs/:name/departments"}:     Staff,

	{"GET", "/api/v1/drafts"}:                                Citizen,
	{"POST", "/api/v1/drafts"}:                               Citizen,
	{"GET", "/api/v1/drafts/:id"}:                            Citizen,
	{"PATCH", "/api/v1/drafts/:id"}:                          Citizen,
	{"DELETE", "/api/v1/drafts/:id"}:                         Citizen,
	{"GET", "/api/v1/drafts/:id/earlier"}:                    Citizen,
	{"POST", "/api/v1/drafts/:id/earlier"}:                   Citizen,
	{"POST", "/api/v1/drafts/:id/submit"}:                    Citizen,
	{"POST", "/api/v1/drafts/:id/materials/:material/files"}: Citizen,
	{"POST", "/api/v1/cases/:id/materials/:material/files"}:  Citizen,
	{"POST", "/api/v1/drafts/:id/files"}:                     Citizen,
	{"POST", "/api/v1/cases/:id/files"}:                      Citizen,
	{"DELETE", "/api/v1/files/:id"}:                          Citizen,
	{"GET", "/api/v1/files/:id/content"}:                     SignedIn, // its owner, or a department whose matter wants it
	{"POST", "/api/v1/matters/:id/cases"}:                    Citizen,

	{"GET", "/api/v1/cases"}:                                SignedIn, // what each may see is the engine's judgement
	{"GET", "/api/v1/cases/:id"}:                            SignedIn,
	{"GET", "/api/v1/lights"}:                               Staff,
	{"GET", "/api/v1/cases/:id/clocks"}:                     SignedIn,
	{"POST", "/api/v1/cases/:id/actions"}:                   SignedIn,
	{"POST", "/api/v1/cases/:id/extension"}:                 Staff,
	{"POST", "/api/v1/cases/:id/return"}:                    Staff,
	{"GET", "/api/v1/cases/:id/officers"}:                   Staff,
	{"POST", "/api/v1/cases/:id/handover"}:                  Staff,
	{"POST", "/api/v1/cases/:id/visit"}:                     Staff,
	{"POST", "/api/v1/cases/:id/withdrawal"}:                Citizen,
	{"GET", "/api/v1/worklist"}:                             Staff,
	{"POST", "/api/v1/cases/:id/answers"}:                   Staff,
	{"POST", "/api/v1/cases/:id/opinions"}:                  Staff,
	{"POST", "/api/v1/cases/:id/opinions/:task/revocation"}: Staff,

	{"GET", "/api/v1/packs"}:          Staff,
	{"GET", "/api/v1/elements"}:       Staff,
	{"GET", "/api/v1/elements/:id"}:   Staff,
	{"GET", "/api/v1/code-lists"}:     Staff,
	{"GET", "/api/v1/code-lists/:id"}: Staff,
	{"GET", "/api/v1/materials"}:      Staff,
	{"GET", "/api/v1/forms"}:          Staff,
	{"GET", "/api/v1/forms/:id"}:      Staff,

	{"GET", "/api/v1/packs/:name/versions"}:                  studio,
	{"GET", "/api/v1/packs/:name/history"}:                   studio,
	{"POST", "/api/v1/packs/:name/merges/preview"}:           studio,
	{"POST", "/api/v1/packs/:name/merges"}:                   studio,
	{"POST", "/api/v1/packs/:name/splits/preview"}:           studio,
	{"POST", "/api/v1/packs/:name/splits"}:                   studio,
	{"POST", "/api/v1/packs/:name/cancellations/preview"}:    studio,
	{"POST", "/api/v1/packs/:name/cancellations"}:            studio,
	{"POST", "/api/v1/packs/:name/retractions/preview"}:      studio,
	{"POST", "/api/v1/packs/:name/retractions"}:              studio,
	{"POST", "/api/v1/packs/:name/delegations/preview"}:      studio,
	{"POST", "/api/v1/packs/:name/delegations"}:              studio,
	{"POST", "/api/v1/packs/:name/standardisations/preview"}: studio,
	{"POST", "/api/v1/packs/:name/standardisations"}:         studio,
	{"POST", "/api/v1/versions"}:                             studio,
	{"POST", "/api/v1/versions/archive"}:                     studio,
	{"GET", "/api/v1/versions/:id"}:                          studio,
	{"DELETE", "/api/v1/versions/:id"}:                       studio,
	{"GET", "/api/v1/versions/:id/files"}:                    studio,
	{"PUT", "/api/v1/versions/:id/files"}:                    studio,
	{"GET", "/api/v1/versions/:id/gate"}:                     studio,
	{"GET", "/api/v1/versions/:id/simulation"}:               studio,
	{"POST", "/api/v1/versions/:id/submit"}:                  studio,
	{"POST", "/api/v1/versions/:id/return"}:                  studio,
	{"POST", "/api/v1/versions/:id/approve"}:                 studio,
	{"POST", "/api/v1/versions/:id/publish"}:                 administrator,
	{"GET", "/api/v1/releases/:hash/files"}:                  studio,
	{"POST", "/api/v1/releases/:hash/retire"}:                administrator,
	{"GET", "/api/v1/impact"}:                                studio,
	{"GET", "/api/v1/diff"}:                                  studio,
	{"GET", "/api/v1/forms/:id/schema"}:                      Staff,
	{"POST", "/api/v1/forms/:id/preview"}:                    studio,
	{"GET", "/api/v1/code-lists/:id/entries"}:                Staff,

	{"POST", "/api/v1/migrations/dry-run"}:  administrator,
	{"POST", "/api/v1/migrations"}:          administrator,
	{"GET", "/api/v1/migrations"}:           administrator,
	{"GET", "/api/v1/migrations/:id"}:       administrator,
	{"GET", "/api/v1/migrations/:id/items"}: administrator,
	{"POST", "/api/v1/migrations/:id/undo"}: administrator,

	{"GET", "/api/v1/delegations"}:          Staff, // which ones is the engine's judgement
	{"POST", "/api/v1/delegations"}:         Staff,
	{"GET", "/api/v1/delegations/deputies"}: Staff,
	{"GET", "/api/v1/delegations/:id"}:      Staff,
	{"POST", "/api/v1/delegations/:id/end"}: Staff,

	{"GET", "/api/v1/duties"}:                   Staff, // which ones is the engine's judgement
	{"GET", "/api/v1/duties/file"}:              Staff, // likewise
	{"POST", "/api/v1/duties"}:                  studio,
	{"POST", "/api/v1/duties/propose"}:          studio,
	{"GET", "/api/v1/duties/:id"}:               Staff,
	{"POST", "/api/v1/duties/:id/steps"}:        Staff,
	{"GET", "/api/v1/sources"}:                  Staff,
	{"POST", "/api/v1/sources"}:                 keepers,
	{"GET", "/api/v1/sources/:id"}:              Staff,
	{"PUT", "/api/v1/sources/:id"}:              keepers,
	{"GET", "/api/v1/sources/:id/rows"}:         keepers,
	{"PUT", "/api/v1/sources/:id/rows"}:         keepers,
	{"DELETE", "/api/v1/sources/:id/rows/:key"}: keepers,

	{"GET", "/api/v1/dashboard"}:          {Roles: []engine.Role{engine.RoleManager, engine.RoleAdministrator}},
	{"GET", "/api/v1/dashboard/needless"}: {Roles: []engine.Role{engine.RoleManager, engine.RoleAdministrator}},

	{"GET", "/api/v1/events"}:                  administrator,
	{"GET", "/api/v1/webhooks"}:                administrator,
	{"POST", "/api/v1/webhooks"}:               administrator,
	{"PATCH", "/api/v1/webhooks/:id"}:          administrator,
	{"DELETE", "/api/v1/webhooks/:id"}:         administrator,
	{"GET", "/api/v1/webhooks/:id/deliveries"}: administrator,
	{"POST", "/api/v1/webhooks/:id/replay"}:    administrator,
	{"POST", "/api/v1/deliveries/:id/replay"}:  administrator,
}

// studio: who designs packs and reviews them.
var studio = Access{Roles: []engine.Role{engine.RoleDesigner, engine.RoleAdministrator}}

// keepers: who sets up a department's sources and keeps its registers.
var keepers = Access{Roles: []engine.Role{engine.RoleManager, engine.RoleAdministrator}}

// verifiers: who says whom an account belongs to.
var verifiers = Access{Roles: []engine.Role{engine.RoleVerifier, engine.RoleAdministrator}}

var administrator = Access{Roles: []engine.Role{engine.RoleAdministrator}}
