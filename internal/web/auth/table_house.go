package auth

// houseRows are the server's own: health, metrics, assets, the staff app. The
// app's shell holds nothing secret: what it shows, it asks of the API.
var houseRows = map[Route]Access{
	{"GET", "/healthz"}:        Everyone,
	{"GET", "/readyz"}:         Everyone,
	{"GET", "/metrics"}:        Everyone, // from the inner network; administrators from anywhere
	{"GET", "/staff"}:          Everyone,
	{"GET", "/staff/*"}:        Everyone,
	{"GET", "/staff/assets/*"}: Everyone,
	{"GET", "/api/docs"}:       Everyone,
}
