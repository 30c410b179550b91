package auth

// houseRows are the server's own: health, metrics, assets, the staff app. The
// app's shell holds nothing secret: what it shows, it asks of the API.
var houseRows = map[Route]Access{
	{"GET", "/healthz"}:        Everyone,
	{"GET", "/readyz"}:         Everyone,
	{"GET", "/metrics"}:        Everyone, // counts and durations only; expose it on the inner network
	{"GET", "/staff"}:          Everyone,
	{"GET", "/staff/*"}:        Everyone,
	{"GET", "/staff/assets/*"}: Everyone,
	{"GET", "/api/docs"}:       Everyone,
}
