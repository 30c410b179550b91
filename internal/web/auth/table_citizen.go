package auth

// citizenRows are the server-rendered pages (internal/web/citizen).
var citizenRows = map[Route]Access{}
