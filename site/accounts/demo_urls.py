"""The address of the list of demo accounts."""

from django.urls import path

from .views import demo

urlpatterns = [path("", demo.demo, name="demo")]
