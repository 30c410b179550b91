package auth

// apiRows are the JSON API (internal/web/api).
var apiRows = map[Route]Access{}
