package auth

// houseRows are the server's own: health, metrics, assets, the staff app.
var houseRows = map[Route]Access{}
