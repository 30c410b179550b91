package services
