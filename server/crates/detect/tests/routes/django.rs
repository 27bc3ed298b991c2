use detect::routes::RouteContext;
use expect_test::expect;
use model::FrameworkName::Django;

use crate::project::{check, listed};

#[test]
fn patterns_includes_and_views() {
    check("django", "patterns", Django, &RouteContext::default());
}

#[test]
fn viewsets_routers_and_actions() {
    check("django", "viewsets", Django, &RouteContext::default());
}

#[test]
fn prefixes_and_branches_of_settings() {
    check("django", "switches", Django, &RouteContext::default());
}

#[test]
fn what_the_root_does_not_lead_to_and_what_is_no_code() {
    expect![[r#"
        - ANY /lost/{name} index lost/inner.py:3
        ANY /graph/ somewhere.Graph site/urls.py:9
        ANY /login/ somewhere.login site/urls.py:10
        ANY /{?}dynamic/ index site/urls.py:11
    "#]]
    .assert_eq(&listed(
        "//- /site/settings.py
ROOT_URLCONF = 'site.urls'
//- /site/urls.py
import os
from django.contrib import admin
from django.urls import include, path
from somewhere import Graph, login
from . import views
urlpatterns = [
    path('admin/', admin.site.urls),
    path('auth/', include('third.party.urls')),
    path('graph/', Graph.as_view()),
    path('login/', login),
    path(os.environ['PREFIX'] + 'dynamic/', views.index),
    # path('comment/', views.index),
]
text = \"urlpatterns = [path('string/', views.index)]\"
//- /site/views.py
def index(request): ...
//- /lost/urls.py
from django.urls import include, path
urlpatterns = [path('lost/', include('lost.inner'))]
//- /lost/inner.py
from django.urls import path
from site.views import index
urlpatterns = [path('<slug:name>', index)]
//- /tests/urls.py
from django.urls import path
urlpatterns = [path('test/', None)]
//- /docs/urls.py
from django.urls import path
urlpatterns = [path('docs-example/', None)]
//- /venv/lib/python3.12/site-packages/x/urls.py
from django.urls import path
urlpatterns = [path('vendored/', None)]
",
        Django,
    ));
}

#[test]
fn cycles_and_broken_code_end() {
    expect![[r#"
        GET /r/ APIRootView urls.py:3
        ANY /r/{var}/ Unknown urls.py:5
        ANY /ok/ {?} urls.py:6
    "#]]
    .assert_eq(&listed(
        "//- /settings.py
ROOT_URLCONF = 'urls'
//- /urls.py
from django.urls import include, path, re_path
from rest_framework.routers import DefaultRouter
router = DefaultRouter()
router.registry.extend(router.registry)
router.register('(', Unknown)
urlpatterns = [path('a/', include('urls')), path('b/', include('urls')), path('ok/', lambda request: None)]
urlpatterns += [path('c/', include(urlpatterns)), path('r/', include(router.urls))]
urlpatterns += [re_path('^(?P<', 
",
        Django,
    ));
}

#[test]
fn bases_of_generic_views_and_those_of_filters() {
    expect![[r#"
        GET /things/ Things urls.py:13
        GET /unlock/ Unlock urls.py:14
        POST /unlock/ Unlock urls.py:14
        GET /ask/ Ask urls.py:15
        POST /ask/ Ask urls.py:15
        PUT /ask/ Ask urls.py:15
        ANY /theirs/ Theirs urls.py:16
        GET /schema {?} urls.py:17
    "#]]
    .assert_eq(&listed(
        "//- /settings.py
ROOT_URLCONF = 'urls'
//- /urls.py
from django.urls import path
from django.views.generic.detail import BaseDetailView
from django.views.generic.edit import BaseFormView, FormMixin
from django_filters.views import FilterView
from rest_framework.schemas import get_schema_view
from other.views import TheirView
class Things(FilterView): ...
class Unlock(FormMixin, BaseDetailView):
    def post(self, request): ...
class Ask(BaseFormView): ...
class Theirs(TheirView): ...
urlpatterns = [
    path('things/', Things.as_view()),
    path('unlock/', Unlock.as_view()),
    path('ask/', Ask.as_view()),
    path('theirs/', Theirs.as_view()),
    path('schema', get_schema_view(title='API')),
]
",
        Django,
    ));
}
