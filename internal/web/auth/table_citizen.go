package auth

// citizenRows are the server-rendered pages (internal/web/citizen). What is
// somebody's own (a draft, a case, a file) is decided by the engine: to anybody
// else it does not exist.
var citizenRows = map[Route]Access{
	{"GET", "/"}:                  Everyone,
	{"GET", "/themes/:id"}:        Everyone,
	{"GET", "/matters/:id"}:       Everyone,
	{"GET", "/themes/:id/guide"}:  Everyone,
	{"POST", "/themes/:id/guide"}: Everyone,
	{"GET", "/themes/:id/needs"}:  Everyone,
	{"GET", "/policies"}:          Everyone,
	{"POST", "/policies"}:         Everyone,
	{"GET", "/help"}:              Everyone,
	{"GET", "/sign-in"}:           Everyone,
	{"POST", "/sign-in"}:          Everyone,
	{"GET", "/register"}:          Everyone,
	{"POST", "/register"}:         Everyone,
	{"POST", "/sign-out"}:         Everyone,
	{"GET", "/assets/:name"}:      Everyone,
	{"GET", "/favicon.ico"}:       Everyone,

	{"GET", "/me"}:                              Citizen,
	{"POST", "/drafts"}:                         Citizen,
	{"GET", "/drafts/:id"}:                      Citizen,
	{"POST", "/drafts/:id/moved"}:               Citizen,
	{"GET", "/drafts/:id/sources"}:              Citizen,
	{"POST", "/drafts/:id/sources"}:             Citizen,
	{"GET", "/drafts/:id/earlier"}:              Citizen,
	{"POST", "/drafts/:id/earlier"}:             Citizen,
	{"GET", "/drafts/:id/guide"}:                Citizen,
	{"POST", "/drafts/:id/guide"}:               Citizen,
	{"GET", "/drafts/:id/delete"}:               Citizen,
	{"POST", "/drafts/:id/delete"}:              Citizen,
	{"GET", "/drafts/:id/sections/:section"}:    Citizen,
	{"POST", "/drafts/:id/sections/:section"}:   Citizen,
	{"GET", "/drafts/:id/materials/:material"}:  Citizen,
	{"POST", "/drafts/:id/materials/:material"}: Citizen,
	{"GET", "/drafts/:id/check"}:                Citizen,
	{"POST", "/drafts/:id/submit"}:              Citizen,
	{"GET", "/cases/:id"}:                       Citizen,
	{"GET", "/cases/:id/receipt"}:               Citizen,
	{"GET", "/cases/:id/corrections/:child"}:    Citizen,
	{"POST", "/cases/:id/corrections/:child"}:   Citizen,
	{"GET", "/cases/:id/withdraw/:child"}:       Citizen,
	{"POST", "/cases/:id/withdraw/:child"}:      Citizen,
	{"GET", "/cases/:id/results/:child"}:        Citizen,
	{"GET", "/cases/:id/application/:child"}:    Citizen,
	{"GET", "/cases/:id/notices/:n"}:            Citizen,

	{"GET", "/files/:id"}: SignedIn, // its owner, or a department whose matter wants it

	{"GET", "/preview/forms/:id"}:  Staff,
	{"POST", "/preview/forms/:id"}: Staff,
}
